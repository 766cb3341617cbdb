"""Several transcribers behind one door: when one fails, the next takes over and stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from interview_cli.voice.transcribe.port import (
    Hints,
    Part,
    Transcriber,
    TranscriberError,
    TranscriptionCancelledError,
)


class TranscriberChain:
    """The first of `transcribers` that works. `on_note` is told in a sentence when another one takes over.

    A call tries each of them once, the one that worked last first, so that one that failed is tried again
    only when all after it have failed too.
    """

    def __init__(
        self, transcribers: Sequence[Transcriber], *, on_note: Callable[[str], None] = lambda note: None
    ) -> None:
        if not transcribers:
            raise ValueError("a chain needs at least one transcriber")
        self._transcribers = tuple(transcribers)
        self._on_note = on_note
        self._current = 0
        self._notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The one that is used now."""
        return self._transcribers[self._current].name

    @property
    def is_local(self) -> bool:
        """Whether the one that is used now is."""
        return self._transcribers[self._current].is_local

    @property
    def notes(self) -> tuple[str, ...]:
        """Who failed and who took over."""
        return self._notes

    def load(self) -> None:
        """Load the first one that can be. Raises TranscriberError with all reasons when none can."""

        def loaded(transcriber: Transcriber) -> None:
            transcriber.load()

        self._first(loaded)

    def transcribe(self, pcm: bytes, hints: Hints) -> Part:
        """What the first one that works understands. Raises TranscriberError with all reasons."""
        parts: list[Part] = []

        def understood(transcriber: Transcriber) -> None:
            parts.append(transcriber.transcribe(pcm, hints))

        self._first(understood)
        return parts[0]

    def cancel(self) -> None:
        """Cancel the call that is under way."""
        for transcriber in self._transcribers:
            transcriber.cancel()

    def close(self) -> None:
        """Close them all."""
        for transcriber in self._transcribers:
            transcriber.close()

    def _first(self, work: Callable[[Transcriber], None]) -> None:
        """Do `work` with one after another until it is done."""
        count = len(self._transcribers)
        failures: list[TranscriberError] = []
        for place in [(self._current + step) % count for step in range(count)]:
            transcriber = self._transcribers[place]
            try:
                work(transcriber)
            except TranscriptionCancelledError:
                raise
            except TranscriberError as error:
                failures.append(error)
                continue
            if failures:
                self._take_over(place, failures)
            return
        if len(failures) == 1:
            raise failures[0]
        reasons = " ".join(dict.fromkeys(f"{error.message.rstrip('.')}." for error in failures))
        raise TranscriberError(f"Nothing could write this down. {reasons}", failures[-1].hint)

    def _take_over(self, place: int, failures: Sequence[TranscriberError]) -> None:
        reasons = "; ".join(dict.fromkeys(error.message.rstrip(".") for error in failures))
        self._current = place
        note = f"{reasons}. {self.name} took over."
        self._notes = (*self._notes, note)
        self._on_note(note)

"""A spoken answer being played, on a line with marks where it has fillers and long pauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from interview_cli.coach.marks import Mark, marks_of
from interview_cli.coach.speech import Take
from interview_cli.errors import InterviewError
from interview_cli.report.wording import one_line
from interview_cli.tui.clock import minutes
from interview_cli.tui.errands import run_errand
from interview_cli.voice.ports import Playback

_LOOK_SECONDS = 0.1
_SIGNS = {"filler": "▾", "pause": "┄"}
# So far around a mark its word is shown.
_NEAR_SECONDS = 0.6
# Who steps to a mark wants to hear how it came to it.
_BEFORE_MARK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """A moment of a spoken answer: which of its takes, and the second in it."""

    take: int = 0
    seconds: float = 0.0


class PlaybackBar(Static):
    """Plays the takes of one answer, one after the other."""

    def __init__(
        self,
        takes: Sequence[Take],
        play: Callable[[Take, float], Playback],
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id, markup=False)
        self._takes = takes
        self._play = play
        self._marks = [marks_of(take) for take in takes]
        self._place = Place()
        self._playback: Playback | None = None
        self._says = ""
        self._timer: Timer | None = None

    def on_mount(self) -> None:
        """Show the line before anything is heard."""
        self._timer = self.set_interval(_LOOK_SECONDS, self._look, pause=True)
        self._draw()

    def on_unmount(self) -> None:
        """Who leaves does not hear on."""
        self.stop()

    @property
    def is_playing(self) -> bool:
        """Whether something is heard now."""
        return self._playback is not None

    def toggle(self) -> None:
        """Play from where it stands, or stop there."""
        if self.is_playing:
            self.stop()
        else:
            self._start(self._place)

    def stop(self) -> None:
        """Be silent, and stand where it stopped."""
        if self._playback is not None:
            self._playback.stop()
            self._playback = None
        if self._timer is not None:
            self._timer.pause()
        self._draw()

    def step(self, by: int) -> None:
        """To the mark after or before, and play from just before it."""
        steps = [
            Place(number, max(0.0, mark.seconds - _BEFORE_MARK_SECONDS))
            for number, marks in enumerate(self._marks)
            for mark in marks
        ]
        here = (self._place.take, self._place.seconds)
        ahead = [one for one in steps if (one.take, one.seconds) > (here[0], here[1] + 0.2)]
        # A step back goes to the mark before the one that is just being heard.
        behind = [
            one for one in steps if (one.take, one.seconds) < (here[0], here[1] - 2 * _BEFORE_MARK_SECONDS)
        ]
        wanted = ahead[:1] if by > 0 else behind[-1:] or [Place()]
        if wanted:
            self.stop()
            self._start(wanted[0])

    def _start(self, place: Place) -> None:
        take = self._takes[place.take]
        self._place = place
        self._says = ""

        def started(playback: Playback) -> None:
            self._playback = playback
            if self._timer is not None:
                self._timer.resume()
            self._draw()

        run_errand(
            self,
            lambda: self._play(take, place.seconds),
            started,
            group="playback",
            failed=self._fail,
            late=lambda playback: playback.stop(),
        )

    def _fail(self, error: InterviewError) -> None:
        self._says = f"{error.message} {error.hint}".strip()
        self.stop()

    def _look(self) -> None:
        playback = self._playback
        if playback is None:
            return
        self._place = Place(self._place.take, playback.position)
        if not playback.is_over:
            self._draw()
            return
        self._says = playback.problem
        following = self._place.take + 1
        self.stop()
        if not self._says and following < len(self._takes):
            self._start(Place(following))
        elif not self._says:
            self._place = Place()
            self._draw()

    def _draw(self) -> None:
        take = self._takes[self._place.take]
        marks = self._marks[self._place.take]
        which = f" ({self._place.take + 1} of {len(self._takes)})" if len(self._takes) > 1 else ""
        sign = "■" if self.is_playing else "▶"
        head = f"{sign} {minutes(self._place.seconds)} / {minutes(take.seconds)}{which} "
        near = [one for one in marks if abs(one.seconds - self._place.seconds) <= _NEAR_SECONDS]
        tail = one_line(self._says or (near[0].text if near and self.is_playing else _counted(marks)))
        room = max(10, (self.size.width or 80) - len(head) - 1)
        line = track(take.seconds, marks, self._place.seconds, room)
        self.update(
            Content("\n").join([Content.assemble((head, "bold"), line), Content.styled(tail, "$secondary")])
        )

    def on_resize(self) -> None:
        """The line is as long as there is room."""
        self._draw()


def track(seconds: float, marks: Sequence[Mark], position: float, cells: int) -> str:
    """A recording as a line of so many cells, with its marks and the place that is heard."""
    line = ["─"] * cells

    def cell(at: float) -> int:
        return min(cells - 1, int(at / seconds * cells)) if seconds > 0 else 0

    for mark in marks:
        line[cell(mark.seconds)] = _SIGNS[mark.kind]
    line[cell(position)] = "●"
    return "".join(line)


def _counted(marks: Sequence[Mark]) -> str:
    fillers = sum(mark.kind == "filler" for mark in marks)
    pauses = len(marks) - fillers
    found = [f"{fillers} × ▾ filler"] * bool(fillers) + [f"{pauses} × ┄ long pause"] * bool(pauses)
    return ", ".join(found) or "no filler and no long pause was heard"

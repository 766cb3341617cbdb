"""A question being spoken, while it forms and after; any key of an answer ends it."""

from __future__ import annotations

from collections.abc import Callable

from interview_cli.interview import events as ev
from interview_cli.interview.session import Session
from interview_cli.voice.ports import Utterance, Voice

# A question whose first characters are those that formed is the same one; its end may have come otherwise.
_SAME = 40


class SpokenQuestion:
    """Speaks one question after the other; the engine's clock stands still meanwhile.

    `tell` is given why a question could not be spoken, once for each reason.
    """

    def __init__(
        self,
        voice: Voice,
        send: Callable[[ev.Command], None],
        tell: Callable[[str], None],
        session: Session,
    ) -> None:
        self._voice = voice
        self._session = session
        self._send = send
        self._tell = tell
        self._told = ""
        self._utterance: Utterance | None = None
        self._formed = ""
        self._holds_clock = False

    @property
    def is_on(self) -> bool:
        """Whether a question is being spoken, or about to be."""
        return self._utterance is not None

    @property
    def is_heard(self) -> bool:
        """Whether it can be heard at this moment."""
        return self._utterance is not None and self._utterance.state == "speaking"

    def form(self, text: str) -> None:
        """A question is being written and reads so far."""
        if self._utterance is None:
            self._utterance = self._voice.utter(self._session)
        self._formed = text
        self._utterance.grow(text)

    def ask(self, text: str, lead_in: str = "") -> None:
        """The whole question is there, after what is said before it; it may be another than was forming."""
        if self._utterance is not None and not text.startswith(self._formed[:_SAME]):
            self.hush()
        if self._utterance is None:
            self._utterance = self._voice.utter(self._session)
            text = f"{lead_in} {text}".strip()
        self._utterance.end(text)
        self._holds_clock = True
        self._send(ev.SpeechStarted())

    def hush(self) -> None:
        """Be silent: the person begins to answer."""
        if self._utterance is not None:
            self._utterance.cancel()
            self._over()

    def tick(self) -> None:
        """Look whether it came to its end; to be called often while it is on."""
        utterance = self._utterance
        if utterance is None or utterance.state in ("waiting", "speaking"):
            return
        if utterance.problem and utterance.problem != self._told:
            self._told = utterance.problem
            self._tell(utterance.problem)
        self._over()

    def _over(self) -> None:
        self._utterance, self._formed = None, ""
        if self._holds_clock:
            self._holds_clock = False
            self._send(ev.SpeechFinished())

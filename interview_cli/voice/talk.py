"""Push-to-talk: what a press of the talk key means, from the times at which keys come and nothing else.

Terminals tell that a key is down again and again (it repeats), and only some that it was let go. So there
are three ways, of which one is in force:

- *hold by release*, where the terminal tells: the key is held while one talks. A tap locks it open, so that
  who only taps has a toggle; while it is open the key ends it.
- *hold by repeat*, on request where it does not tell: a second press within a second means that the key is
  held, and the end of the repeats that it was let go. Without a repeat the press was that of a toggle.
- *toggle*: the key starts and ends.

Without releases a repeat looks like a press, and one that is taken for a press would end what the first one
began, amid a sentence. So a press only counts after a silence in which a held key would have repeated: 1.2 s
after a press that counted, as keyboards wait up to a second before the first repeat, and 0.5 s after a
repeat. A quick second press is ignored for that; Enter and Escape never are.
"""

from __future__ import annotations

from statistics import median
from typing import Literal

TalkMode = Literal["auto", "toggle", "hold"]
Way = Literal["hold by release", "hold by repeat", "toggle"]
State = Literal["idle", "pressed", "held", "locked"]
Action = Literal["start", "stop", "discard"]

# A press that ends sooner was a tap.
TAP_SECONDS = 0.25
# Hold by repeat: a press is held if it comes again within this time (xterm: after 0.66 s), ...
HELD_SECONDS = 1.0
# ... and let go when it has not come for this long, or for several of its intervals.
LET_GO_SECONDS = 0.25
_LET_GO_INTERVALS = 4
# A press sooner after the one before may be its repeat: the longest wait that systems offer is a second, ...
FIRST_REPEAT_SECONDS = 1.2
# ... and repeats come every 30-100 ms, unless a busy terminal or network holds them up.
NEXT_REPEAT_SECONDS = 0.5
# So many intervals say how fast the key repeats.
_MOST_INTERVALS = 15
# Who looks this seldom was held up, and may have keys waiting that were pressed in time.
_STALL_SECONDS = 0.2

_BEGUN: dict[Way, State] = {"hold by release": "held", "hold by repeat": "pressed", "toggle": "locked"}


class Talk:
    """The talk key of one person at one terminal.

    `now` is in seconds of any clock that never runs backwards; best the time at which the key came in.
    Each call returns what is to be done with the recording: `start` only while idle, `stop` or `discard`
    only while talking, None for a key that means nothing. In `state` a key is `pressed` that may turn out
    to be held, `held`, or `locked` open until another key ends it.
    """

    def __init__(self, mode: TalkMode = "auto", *, proves_releases: bool = False) -> None:
        self.mode = mode
        self.state: State = "idle"
        self._proves = proves_releases
        self._way = self._usual_way()
        self._is_down = False
        self._pressed_at = 0.0  # the press that counted
        self._last_at: float | None = None  # the last press, repeats too
        self._repeats = 0
        self._intervals: list[float] = []
        self._looked_at = 0.0
        self._was_held_up = False

    @property
    def is_talking(self) -> bool:
        """Whether a recording that was started here goes on."""
        return self.state != "idle"

    @property
    def way(self) -> Way:
        """What is in force: while talking, the way in which it began."""
        return self._way if self.is_talking else self._usual_way()

    @property
    def proves_releases(self) -> bool:
        """Whether the terminal has proved that it tells when a key is let go."""
        return self._proves

    def prove(self, proves_releases: bool) -> None:
        """The terminal has proved that it tells of releases, or does so no more."""
        if proves_releases != self._proves:
            self.lose_sight()  # of a key that went down before it is not known whether it is down
        self._proves = proves_releases

    def says(self, key: str = "Space") -> str:
        """A sentence on how to use the key now; `key` is its name."""
        if self.state == "held":
            return f"Let go of {key} when done; Esc discards."
        if self.state == "pressed":
            return f"Keep holding {key} until you are done, or press it again to end; Esc discards."
        if self.state == "locked":
            return f"{key} or Enter ends, Esc discards."
        if self.way == "toggle":
            return f"{key} starts, {key} or Enter ends, Esc discards."
        return f"Hold {key} to talk; let go when done."

    # ------------------------------------------------------------------ keys

    def press(self, now: float, *, repeated: bool | None = None) -> Action | None:
        """The talk key came. `repeated` is what the terminal says of it, None where it says nothing."""
        is_repeat = self._is_repeat(now, repeated)
        self._note(now, is_repeat=is_repeat)
        if is_repeat:
            if self.state == "pressed":
                self.state = "held" if now - self._pressed_at <= HELD_SECONDS else "locked"
            return None
        if self.is_talking:
            return self._end("stop")
        self._way = self._usual_way()
        self.state = _BEGUN[self._way]
        self._looked_at = now
        return "start"

    def release(self, now: float) -> Action | None:
        """The talk key was let go."""
        self._is_down = False
        if self.state != "held" or self._way != "hold by release":
            return None
        if now - self._pressed_at < TAP_SECONDS:
            self.state = "locked"
            return None
        return self._end("stop")

    def enter(self, now: float) -> Action | None:
        """Enter: it ends what was begun, in every way."""
        return self._end("stop")

    def escape(self, now: float) -> Action | None:
        """Escape: what was begun is to be thrown away."""
        return self._end("discard")

    def tick(self, now: float) -> Action | None:
        """Time has passed; to be called ten times a second or more while talking."""
        held_up = now - self._looked_at > _STALL_SECONDS and not self._was_held_up
        self._looked_at, self._was_held_up = now, held_up
        if self._way != "hold by repeat" or held_up or self._last_at is None:
            return None
        if self.state == "pressed" and now - self._pressed_at > HELD_SECONDS:
            self.state = "locked"
        if self.state == "held" and now - self._last_at > self._patience(LET_GO_SECONDS):
            return self._end("stop")
        return None

    # ------------------------------------------------------------------ what else happens

    def over(self) -> None:
        """The recording could not begin, or ended by itself; a key that is still held starts no other."""
        self.state = "idle"

    def lose_sight(self) -> None:
        """A release may be missed, as when another window has the focus: go on until another key ends it."""
        self._is_down = False
        if self.state == "held" and self._way == "hold by release":
            self.state = "locked"

    # ------------------------------------------------------------------

    def _usual_way(self) -> Way:
        if self.mode == "toggle" or (self.mode == "auto" and not self._proves):
            return "toggle"
        return "hold by release" if self._proves else "hold by repeat"

    def _is_repeat(self, now: float, repeated: bool | None) -> bool:
        if repeated is not None and self._proves:
            return repeated
        if self._proves:
            return self._is_down
        if self._last_at is None:
            return False
        patience = self._patience(NEXT_REPEAT_SECONDS) if self._repeats else FIRST_REPEAT_SECONDS
        return now - self._last_at <= patience

    def _note(self, now: float, *, is_repeat: bool) -> None:
        if not is_repeat:
            self._pressed_at, self._repeats = now, 0
            self._intervals.clear()
        elif self._repeats and self._last_at is not None:
            self._intervals = [*self._intervals, now - self._last_at][-_MOST_INTERVALS:]
        self._repeats += is_repeat
        self._last_at, self._is_down = now, True

    def _patience(self, least: float) -> float:
        return max(least, _LET_GO_INTERVALS * median(self._intervals)) if self._intervals else least

    def _end(self, how: Literal["stop", "discard"]) -> Action | None:
        if not self.is_talking:
            return None
        self.state = "idle"
        return how

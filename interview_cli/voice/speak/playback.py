"""A recording being played in a thread of its own, from a second on, until its end or until it is stopped."""

from __future__ import annotations

import threading

from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak.clip import Clip
from interview_cli.voice.speak.player import Player


class ClipPlayback:
    """One clip on a Player that plays nothing else meanwhile; see `voice.ports.Playback`."""

    def __init__(self, player: Player, clip: Clip, start: float = 0.0) -> None:
        self._player = player
        self._clip = clip
        self._start = start
        self._stopped = False
        self._over = threading.Event()
        self._problem = ""
        threading.Thread(target=self._play, name="playback", daemon=True).start()

    @property
    def position(self) -> float:
        """Seconds of it that were heard."""
        return max(self._start, self._player.position)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is heard."""
        return self._over.is_set()

    @property
    def problem(self) -> str:
        """Why it could not be played; empty otherwise."""
        return self._problem

    def stop(self) -> None:
        """Be silent."""
        self._stopped = True
        self._player.cancel()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is over; whether it is."""
        return self._over.wait(seconds)

    def _play(self) -> None:
        try:
            if not self._stopped:
                self._player.play_from(self._clip, self._start)
        except VoiceError as error:
            self._problem = " ".join(filter(None, (error.message, error.hint)))
        finally:
            self._over.set()

"""Talks with the talk key at a prompt and then reads a line, as a process of its own at a terminal."""

from __future__ import annotations

import signal
import sys

from interview_cli.plain.keys import Keys, are_offered
from interview_cli.plain.talking import talk_at
from interview_cli.plain.terminal import Terminal
from interview_cli.voice.talk import Talk


def main(mode: str, looks: str) -> None:
    """`looks` is how many looks there are until the recording ends by itself, 0 for no end."""
    if not are_offered():
        print("not offered")
        return
    left = [int(looks) or 1_000_000]
    talk = Talk(mode)

    def look() -> bool:
        left[0] -= 1
        return left[0] > 0

    keys = Keys()
    try:
        with keys:
            print("ready")
            how = talk_at(keys, talk, lambda: print("begun", talk.way), look)
            proved = keys.proves_releases
    except (KeyboardInterrupt, EOFError) as error:
        print("raised", type(error).__name__)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return
    print("ended", how, proved, repr(keys.left))
    with Terminal() as terminal:
        terminal.begin_with(keys.left)
        print("line", repr(terminal.next_line()))
        while terminal.more_is_waiting():
            print("line", repr(terminal.next_line()))


if __name__ == "__main__":
    main(*sys.argv[1:])

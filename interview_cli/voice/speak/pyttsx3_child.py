"""The program in which pyttsx3 speaks, into files: its faults, its waiting and its printing stay in here.

How it is to speak (voice, language, rate) is its one argument. Requests come on standard input and replies go
to standard output, a line of JSON each; the first reply says whether there is such a voice. It ends with its
input. It imports nothing of this project, so that it starts in 50 ms.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import Any, TextIO

_SECONDS = 20.0  # espeak speaks a thousand times faster than a person, the voices of macOS some ten times
_ATTEMPTS = 5
_PAUSE = 0.005
_HEADER = 128  # bytes; a sound file without a sound is not longer


def main() -> None:
    """Speak until there are no more requests."""
    replies = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # pyttsx3 prints where it has saved
    try:
        import pyttsx3

        engine: Any = pyttsx3.init()
        wishes = _wishes(engine, **json.loads(sys.argv[1]))
    except (
        Exception
    ) as error:  # whatever a missing library raises: RuntimeError, OSError, KeyError, ImportError
        _reply(replies, _words(error))
        return
    _reply(replies, "")
    finished = threading.Event()
    problems: list[str] = []
    engine.connect("finished-utterance", lambda **_: finished.set())
    engine.connect("error", lambda exception=None, **_: problems.append(_words(exception)))
    for line in sys.stdin:
        problems.clear()
        try:
            _speak(engine, wishes, json.loads(line), finished)
        except Exception as error:  # told to the program that asked, which says it to the person
            problems.append(_words(error))
        _reply(replies, problems[0] if problems else "")


def _wishes(engine: Any, voice: str, language: str, rate: int) -> dict[str, str | int]:
    """The properties that the engine is to have, and is given."""
    wishes: dict[str, str | int] = {"rate": rate}
    if voice or language:
        wishes["voice"] = _voice(engine, voice, language)
    for name, value in wishes.items():
        engine.setProperty(name, value)
    return wishes


def _speak(
    engine: Any, wishes: dict[str, str | int], request: dict[str, str], finished: threading.Event
) -> None:
    """Write one text into a sound file.

    The beginning of `runAndWait` cancels what espeak is at, and that may be a property it was just given.
    So they are given once and looked at afterwards, not given before each sentence; and a sentence that came
    to nothing, or in another voice, is spoken again.
    """
    for _ in range(_ATTEMPTS):
        finished.clear()
        engine.save_to_file(request["text"], request["file"])
        engine.runAndWait()
        # On Linux `runAndWait` may not wait: the file is whole when the utterance is told to be finished.
        if not finished.wait(_SECONDS):
            raise RuntimeError("it did not finish")
        lost = [name for name, value in wishes.items() if engine.getProperty(name) != value]
        if not lost and os.path.getsize(request["file"]) > _HEADER:  # noqa: PTH202 (pathlib is slow to import)
            return
        for name in lost:
            engine.setProperty(name, wishes[name])
        time.sleep(_PAUSE)


def _voice(engine: Any, name: str, language: str) -> str:
    """The voice of a name, or of a language such as `de`, in whatever way this system names its voices."""
    voices = list(engine.getProperty("voices"))
    best = max(voices, key=lambda voice: _merit(voice, name.lower(), language.lower()), default=None)
    if best is None or not _merit(best, name.lower(), language.lower()):
        raise ValueError(
            f"there is no voice {name}" if name else f"there is no voice for language {language}"
        )
    return str(best.id)


def _merit(voice: Any, name: str, language: str) -> int:
    """How well a voice is what is wanted: 2 for the very name or tag, 1 for a part of it, else 0."""
    own_id, own_name = voice.id.lower(), voice.name.lower()
    if name:
        if name in (own_id, own_name, own_id.rpartition("/")[2]):
            return 2
        return int(name in own_name or name in own_id)
    tags = _languages(voice)
    if language in tags:
        return 2
    return int(any(tag.partition("-")[0] == language.partition("-")[0] for tag in tags))


def _languages(voice: Any) -> list[str]:
    tags = [tag.decode("utf-8", "replace") if isinstance(tag, bytes) else str(tag) for tag in voice.languages]
    clean = [tag.strip("\x00\x01\x02\x03\x04\x05\x06").lower().replace("_", "-") for tag in tags]
    return [*clean, voice.id.lower().rpartition("/")[2]]


def _reply(replies: TextIO, problem: str) -> None:
    replies.write(json.dumps({"problem": problem}) + "\n")
    replies.flush()


def _words(error: BaseException | None) -> str:
    return " ".join(f"{error}".split())[:200] or type(error).__name__


if __name__ == "__main__":
    main()

"""Speaks by a command of the person's own, such as Piper or Edge TTS, that turns text into a sound file."""

from __future__ import annotations

import re
import shlex
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from interview_cli.errors import UsageError
from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak.clip import Clip, read_clip
from interview_cli.voice.speak.port import DEFAULT_RATE, SpeechCancelledError
from interview_cli.voice.speak.program import MOST_BYTES, Program

SECONDS = 30.0
"""How long a command may take for one sentence; some load a model each time."""
PLACES = ("text", "file", "voice", "rate")
_PLACE = re.compile(r"\{(" + "|".join(PLACES) + r")\}")
_EXAMPLE = "Such as: --speak 'piper --model en_US-amy-medium.onnx --output_file {file}'"


class CommandSynthesizer:
    """A command as it would be typed, split like a shell does but never given to one.

    `{text}` stands for the sentence and `{file}` for a file that it is to write, `{voice}` and `{rate}`
    (words a minute) for what the settings say. Without `{text}` the sentence comes on standard input, without
    `{file}` the sound is read from standard output: WAV, or anything that PyAV reads.
    """

    def __init__(
        self, template: str, *, voice: str = "", rate: int = DEFAULT_RATE, seconds: float = SECONDS
    ) -> None:
        """Raises UsageError for a template that cannot be split."""
        self._words = split_command(template)
        self._voice = voice
        self._rate = rate
        self._seconds = seconds
        self._program = Program()

    @property
    def name(self) -> str:
        """The program's name."""
        return Path(self._words[0]).name

    def synthesize(self, text: str) -> Clip:
        """A sentence as sound; blocks. Raises VoiceError with the command's own words."""
        self._program = Program()
        with tempfile.TemporaryDirectory(prefix="interview-") as folder:
            file = Path(folder) / "speech.wav"
            command = self._filled(text, file)
            typed = b"" if self._has("text") else f"{text}\n".encode("utf-8", "replace")
            ran = self._program.run(command, typed, self._seconds)
            if ran.code:
                words = f": {ran.said}" if ran.said else "."
                raise VoiceError(f"{self.name} ended with exit code {ran.code}{words}")
            sound = _written(file) if self._has("file") else ran.output
        if not sound:
            where = "into {file}" if self._has("file") else "on standard output"
            words = f" It said: {ran.said}" if ran.said else ""
            raise VoiceError(f"{self.name} wrote no sound {where}.{words}")
        try:
            return read_clip(sound)
        except SpeechCancelledError:
            raise
        except VoiceError as error:
            raise VoiceError(
                f"What {self.name} wrote cannot be played. {error.message}", error.hint
            ) from error

    def cancel(self) -> None:
        """End the command that is running; at once, from any thread."""
        self._program.cancel()

    def close(self) -> None:
        """End what is running."""
        self.cancel()

    def _has(self, place: str) -> bool:
        return any(f"{{{place}}}" in word for word in self._words)

    def _filled(self, text: str, file: Path) -> list[str]:
        """The command with its places filled, each in one pass, so that a text cannot name a place."""
        values = {"file": str(file), "voice": self._voice, "rate": str(self._rate)}
        # A sentence that begins with a dash or an at sign would be taken for an option or a file's name.
        values["text"] = f" {text}" if text[:1] in ("-", "@") else text
        return [_PLACE.sub(lambda found: values[found[1]], word) for word in self._words]


def split_command(template: str) -> Sequence[str]:
    """The words of a command. Raises UsageError when there are none or a quote is left open."""
    try:
        words = shlex.split(template)
    except ValueError as error:
        raise UsageError(f"The command {template!r} cannot be read: {error}.", _EXAMPLE) from error
    if not words:
        raise UsageError("The command to speak with is empty.", _EXAMPLE)
    words[0] = str(Path(words[0]).expanduser()) if words[0].startswith("~") else words[0]
    return words


def missing_program(template: str) -> str:
    """The name of a command's program when there is no such program; else empty. Raises UsageError."""
    program = split_command(template)[0]
    return "" if shutil.which(program) else program


def _written(file: Path) -> bytes:
    if not file.is_file():
        return b""
    if file.stat().st_size > MOST_BYTES:
        raise VoiceError(f"The command wrote more than {MOST_BYTES // 2**20} MB.")
    return file.read_bytes()

"""The sound of any audio or video file."""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interview_cli.errors import UsageError
from interview_cli.voice.capture.pcm import SAMPLE_BYTES, SAMPLE_RATE, bytes_of, seconds_of
from interview_cli.voice.capture.sealed_file import MARK, read_sealed
from interview_cli.voice.capture.wav_form import is_wav, wav_form, wav_pieces

NEEDS_EXTRA = "Install the voice extra: pip install 'interview-cli[voice]'."
# Formats that hold sound themselves: playlists, which name other files and addresses, are not among them.
_FORMATS = (
    "wav,w64,mp3,mov,mp4,m4a,3gp,matroska,webm,ogg,flac,aac,aiff,caf,avi,mpegts,mpeg,asf,amr,au,wv,ape,ac3"
)
_LONGEST = 4 * 3600.0
# Containers round their durations, and encoders pad the end.
_SHORT_OF = 0.5


@dataclass(frozen=True, slots=True)
class Decoded:
    """Sound as 16 kHz mono PCM; `notes` say in sentences what was odd about the file."""

    pcm: bytes
    notes: list[str] = field(default_factory=list)


def decode(path: Path, longest_seconds: float = _LONGEST, *, key: bytes | None = None) -> Decoded:
    """The sound of an audio or video file (WAV, MP3, M4A, OGG, FLAC, WebM, MP4 and others); blocks.

    The first sound track counts. A file that was cut off gives what is there, with a note. Plain WAV at
    16 kHz mono needs no library; other WAV files need numpy, all others PyAV. Memory stays near that of the
    result, 1.9 MB a minute. An encrypted recording takes its `key`. Raises UsageError when there is no such
    file, no sound in it, more than `longest_seconds` of it, or the extra is missing.
    """
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise UsageError(f"{path} is a folder.", "Name an audio or video file in it.")
        if not stat.S_ISREG(kind):
            raise UsageError(f"{path} is no ordinary file.")
        with path.open("rb") as file:
            beginning = file.read(12)
    except FileNotFoundError as error:
        raise UsageError(f"There is no file {path}.") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} can't be read: {getattr(error, 'strerror', None) or error}.") from error
    if not beginning:
        raise UsageError(f"{path.name} is empty.")
    if beginning.startswith(MARK):
        return Decoded(read_sealed(path, key))
    try:
        decoded = _wav(path, longest_seconds) if is_wav(beginning) else None
        decoded = decoded or _media(path, longest_seconds)
    except ModuleNotFoundError as error:
        raise UsageError(
            f"{path.name} can't be decoded: {error.name} is not installed.", NEEDS_EXTRA
        ) from error
    if not decoded.pcm:
        raise UsageError(f"{path.name} has no sound in it: it lasts 0 seconds.")
    return decoded


def _wav(path: Path, longest_seconds: float) -> Decoded | None:
    """The sound of a plain WAV file; None where it is a compressed one."""
    with path.open("rb") as file:
        form = wav_form(file, path.name)
        if not form.readable:
            return None
        if form.seconds > longest_seconds:
            raise _too_long(path, longest_seconds)
        pcm = b"".join(wav_pieces(file, form))
    missing = form.missing // form.frame / form.rate
    return Decoded(pcm, [_cut_short(seconds_of(pcm), seconds_of(pcm) + missing)] if missing else [])


def _media(path: Path, longest_seconds: float) -> Decoded:
    import av

    notes: list[str] = []
    try:
        # With the protocol named, a colon in the name is no protocol.
        container = av.open(
            f"file:{path.absolute()}",
            options={"format_whitelist": _FORMATS, "protocol_whitelist": "file"},
            metadata_errors="replace",
        )
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise UsageError(
            f"{path.name} is no audio or video file that can be read.",
            "Its type is not known, or it is damaged at its beginning or, as an MP4, at its end.",
        ) from error
    with container:
        tracks = container.streams.audio
        if not tracks:
            film = "it is a video without sound" if container.streams.video else "it has no sound track"
            raise UsageError(f"{path.name} has no sound in it: {film}.")
        track = tracks[0]
        promised = _promised(path, container)
        if promised > longest_seconds:
            raise _too_long(path, longest_seconds)
        if len(tracks) > 1:
            notes.append(f"{path.name} has {len(tracks)} sound tracks; the first one was taken.")
        pcm, there, damaged = _decoded(path, container, track, longest_seconds)
    if pcm and promised - there > max(_SHORT_OF, 0.02 * promised):
        notes.append(_cut_short(there, promised))
    elif damaged and pcm:
        notes.append("The file is damaged: parts of the sound may be missing.")
    return Decoded(pcm, notes)


def _decoded(path: Path, container: Any, track: Any, longest_seconds: float) -> tuple[bytes, float, bool]:
    """The sound of a track, how many seconds the file reaches, and whether parts could not be read."""
    import av

    sound = bytearray()
    damaged = False
    speech = _Speech(sound)
    # Sound may end before its film does: whether the file was cut, all its tracks tell.
    packets = container.demux()
    first = float(container.start_time or 0) / 1_000_000
    reached = 0.0
    while True:
        try:
            packet = next(packets, None)
            frames = packet.decode() if packet is not None and packet.stream.index == track.index else []
        except av.error.FFmpegError:
            # A damaged piece costs itself; where no more can be found the packets end by themselves.
            damaged = True
            continue
        if packet is None:
            break
        if packet.pts is not None:
            reached = max(reached, float((packet.pts + (packet.duration or 0)) * packet.time_base) - first)
        for frame in frames:
            speech.feed(frame)
        if len(sound) > bytes_of(longest_seconds):
            raise _too_long(path, longest_seconds)
    speech.end()
    return bytes(sound), max(reached, seconds_of(sound)), damaged


class _Speech:
    """Puts frames of any form behind a sound as 16 kHz mono."""

    def __init__(self, sound: bytearray) -> None:
        self._sound = sound
        self._form: tuple[str, str, int] | None = None
        self._resampler: Any = None

    def feed(self, frame: Any) -> None:
        import av

        form = (frame.format.name, frame.layout.name, frame.rate)
        if form != self._form:
            # Broadcasts, and files that were joined, change in the middle.
            self.end()
            self._form = form
            self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        self._put(frame)

    def end(self) -> None:
        if self._resampler is not None:
            self._put(None)

    def _put(self, frame: Any) -> None:
        for piece in self._resampler.resample(frame):
            # The memory of a frame may be longer than its samples.
            self._sound += bytes(piece.planes[0])[: piece.samples * SAMPLE_BYTES]


def _promised(path: Path, container: Any) -> float:
    """The length in seconds that the container claims; 0 where it does not, or only guesses."""
    if container.format.name in {"aac", "mp3"} and not _counts_frames(path):
        return 0.0
    return float(container.duration or 0) / 1_000_000


def _counts_frames(path: Path) -> bool:
    """Whether an MP3 file has the header in which encoders put its length; else that is a guess."""
    with path.open("rb") as file:
        beginning = file.read(262_144)
    return b"Xing" in beginning or b"Info" in beginning


def _too_long(path: Path, longest_seconds: float) -> UsageError:
    return UsageError(
        f"{path.name} lasts more than {longest_seconds / 60:g} minutes, which is the most.",
        "Cut it to the answer.",
    )


def _cut_short(there: float, promised: float) -> str:
    return f"The file is cut short: {there:.1f} of {promised:.1f} seconds are there."

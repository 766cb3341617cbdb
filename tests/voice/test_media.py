"""Any audio or video file as sound."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interview_cli.errors import UsageError
from interview_cli.voice.capture.media import Decoded, decode
from interview_cli.voice.capture.pcm import seconds_of
from interview_cli.voice.capture.wav_file import WavWriter
from tests.voice.signals import pitch, silence, tone

av: Any = pytest.importorskip("av", reason="the voice extra is not installed")
numpy: Any = pytest.importorskip("numpy", reason="the voice extra is not installed")

SHARED = Path(os.environ.get("INTERVIEW_SHARED_DATA") or Path(__file__).parents[2] / ".." / "shared" / "data")
JFK = SHARED / "speech" / "jfk.flac"


class Pipe:
    """A file that can't be wound back, as a browser writes: what it writes has no length in its header."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def write(self, data: bytes) -> int:
        return self._file.write(data)

    def close(self) -> None:
        self._file.close()


def made(
    path: Path,
    codec: str | None,
    *,
    video: str = "",
    seconds: float = 3.0,
    rate: int = 48_000,
    layout: str = "stereo",
    pipe: bool = False,
    sound: Any = None,
) -> Path:
    """A media file with a tone of 440 Hz, and a grey film where a codec for it is named."""
    target: Any = Pipe(path) if pipe else str(path)
    with av.open(target, "w", format=path.suffix[1:] if pipe else None) as container:
        film = container.add_stream(video, rate=10) if video else None
        if film is not None:
            film.width, film.height, film.pix_fmt = 64, 64, "yuv420p"
        track = container.add_stream(codec, rate=rate, layout=layout) if codec else None
        if film is not None:
            for number in range(round(seconds * 10)):
                picture = av.VideoFrame.from_ndarray(numpy.full((64, 64, 3), number, "u1"), format="rgb24")
                picture.pts, picture.time_base = number, Fraction(1, 10)
                container.mux(film.encode(picture))
            container.mux(film.encode(None))
        if track is not None:
            times = numpy.arange(round(seconds * rate)) / rate
            mono = (numpy.sin(2 * numpy.pi * 440 * times) * 16_000).astype("i2") if sound is None else sound
            channels = 2 if layout == "stereo" else 1
            frame = av.AudioFrame.from_ndarray(
                numpy.repeat(mono, channels).reshape(1, -1), format="s16", layout=layout
            )
            frame.rate, frame.pts = rate, 0
            resampler = av.AudioResampler(
                format=track.codec_context.format,
                layout=layout,
                rate=rate,
                frame_size=track.frame_size or 1024,
            )
            for piece in [*resampler.resample(frame), *resampler.resample(None)]:
                container.mux(track.encode(piece))
            container.mux(track.encode(None))
    if pipe:
        target.close()
    return path


def decoded_or_refused(path: Path) -> Decoded | str:
    """Its sound, or why there is none."""
    try:
        return decode(path)
    except UsageError as error:
        return error.message


FORMS: dict[str, dict[str, Any]] = {
    "a.wav": {"codec": "pcm_s24le"},
    "b.mp3": {"codec": "libmp3lame"},
    "c.m4a": {"codec": "aac", "rate": 44_100},
    "d.ogg": {"codec": "libopus"},
    "e.flac": {"codec": "flac", "layout": "mono"},
    "f.webm": {"codec": "libopus", "video": "libvpx"},
    "g.webm": {"codec": "libopus", "video": "libvpx", "pipe": True},
    "h.mp4": {"codec": "aac", "video": "mpeg4", "rate": 44_100},
    "compressed.wav": {"codec": "pcm_mulaw", "rate": 8_000, "layout": "mono"},
    "odd: %d name ü.ogg": {"codec": "libopus"},
}


@pytest.mark.parametrize("name", FORMS)
def test_the_sound_of_every_format_is_decoded(tmp_path: Path, name: str) -> None:
    decoded = decode(made(tmp_path / name, **FORMS[name]))
    # Encoders pad the end by a frame or two.
    assert seconds_of(decoded.pcm) == pytest.approx(3.0, abs=0.15)
    assert pitch(decoded.pcm) == pytest.approx(440, abs=1)
    assert decoded.notes == []


@pytest.mark.skipif(not JFK.is_file(), reason=f"no shared speech at {JFK}")
def test_a_real_voice_is_decoded_as_it_is() -> None:
    decoded = decode(JFK)
    assert seconds_of(decoded.pcm) == pytest.approx(11.0, abs=0.01)
    assert decoded.notes == []


# An Ogg file says its length at its end only, so that one that was cut is a shorter one.
@pytest.mark.parametrize("name", ["a.wav", "b.mp3", "e.flac", "f.webm"])
def test_a_file_that_was_cut_gives_what_is_there_with_a_note(tmp_path: Path, name: str) -> None:
    path = made(tmp_path / name, **FORMS[name] | {"seconds": 6.0})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    decoded = decode(path)
    assert 1.5 < seconds_of(decoded.pcm) < 4.5
    assert pitch(decoded.pcm) == pytest.approx(440, abs=1)
    assert len(decoded.notes) == 1
    assert decoded.notes[0].startswith("The file is cut short: ")
    assert decoded.notes[0].endswith(" of 6.0 seconds are there.")


def test_a_cut_mp4_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = made(tmp_path / "film.mp4", **FORMS["h.mp4"])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(UsageError, match=r"film\.mp4 is no audio or video file") as raised:
        decode(path)
    assert "at its end" in raised.value.hint


def test_a_file_with_a_damaged_middle_gives_the_rest(tmp_path: Path) -> None:
    path = made(tmp_path / "answer.mp3", **FORMS["b.mp3"])
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 3_000] = bytes(3_000)
    path.write_bytes(data)
    decoded = decode(path)
    assert 2.0 < seconds_of(decoded.pcm) < 3.2
    assert len(decoded.notes) <= 1


def test_files_without_sound_say_why(tmp_path: Path) -> None:
    film = made(tmp_path / "film.mp4", None, video="mpeg4")
    with pytest.raises(UsageError, match="video without sound"):
        decode(film)
    with pytest.raises(UsageError, match="There is no file"):
        decode(tmp_path / "nowhere.wav")
    with pytest.raises(UsageError, match="is a folder"):
        decode(tmp_path)
    empty = tmp_path / "empty.mp3"
    empty.touch()
    with pytest.raises(UsageError, match="is empty"):
        decode(empty)
    WavWriter(tmp_path / "nothing.wav").close()
    with pytest.raises(UsageError, match="lasts 0 seconds"):
        decode(tmp_path / "nothing.wav")
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with pytest.raises(UsageError, match="no ordinary file"):
        decode(fifo)
    with pytest.raises(UsageError, match="can't be read"):
        decode(Path("a\0b.wav"))


def test_text_and_playlists_are_no_media_files(tmp_path: Path) -> None:
    sound = made(tmp_path / "sound.mp3", **FORMS["b.mp3"])
    for name, text in {
        "notes.txt": "I would measure first.\n" * 50,
        "list.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{sound}\n#EXT-X-ENDLIST\n",
        "list.mp3": f"ffconcat version 1.0\nfile '{sound}'\n",
    }.items():
        path = tmp_path / name
        path.write_text(text, "utf-8")
        with pytest.raises(UsageError, match="no audio or video file"):
            decode(path)


@pytest.mark.parametrize("name", ["a.wav", "b.mp3", "g.webm"])
def test_a_file_that_is_too_long_is_refused(tmp_path: Path, name: str) -> None:
    path = made(tmp_path / name, **FORMS[name])
    with pytest.raises(UsageError, match=r"lasts more than 0\.04"):
        decode(path, longest_seconds=2.5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.sampled_from(["b.mp3", "e.flac", "d.ogg"]), st.data())
def test_damage_anywhere_gives_sound_or_a_sentence(tmp_path: Path, name: str, data: st.DataObject) -> None:
    whole = tmp_path / f"whole-{name}"
    if not whole.exists():
        made(whole, **FORMS[name] | {"seconds": 0.5})
    sound = bytearray(whole.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        sound[data.draw(st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    damaged = tmp_path / name
    damaged.write_bytes(sound[: data.draw(st.integers(1, len(sound)))])
    decoded = decoded_or_refused(damaged)
    assert name in decoded if isinstance(decoded, str) else len(decoded.pcm) % 2 == 0


WITHOUT = """
import sys
sys.modules["av"] = sys.modules["numpy"] = None
from pathlib import Path
from interview_cli.errors import UsageError
from interview_cli.voice.capture.media import Decoded, decode
for name in sys.argv[1:]:
    try:
        print(len(decode(Path(name)).pcm))
    except UsageError as error:
        print(error.message, error.hint)
"""


def test_without_the_extra_a_recording_of_ours_is_read_and_others_say_what_is_missing(tmp_path: Path) -> None:
    writer = WavWriter(tmp_path / "ours.wav")
    writer.write(tone(0.5) + silence(0.5))
    writer.close()
    stereo = made(tmp_path / "stereo.wav", "pcm_s16le")
    song = made(tmp_path / "answer.mp3", **FORMS["b.mp3"])
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(tmp_path / "ours.wav"), str(stereo), str(song)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    hint = "is not installed. Install the voice extra: pip install 'interview-cli[voice]'."
    assert ran.stdout.splitlines() == [
        "32000",
        f"stereo.wav can't be decoded: numpy {hint}",
        f"answer.mp3 can't be decoded: av {hint}",
    ]


def test_decoding_writes_nothing_on_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = made(tmp_path / "answer.mp3", **FORMS["b.mp3"])
    path.write_bytes(path.read_bytes()[:-700] + b"\xff\xfb\x90\x64" * 100)
    capfd.readouterr()
    decode(path)
    assert capfd.readouterr() == ("", "")

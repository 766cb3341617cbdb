"""`interview voice`: the microphone tried, models installed, recordings written down and measured."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from interview_cli.store.choices import last_choices

# Fixtures of the command line; their names are arguments of the tests.
from tests.cli.conftest import Interview, _bare_environment, interview  # noqa: F401
from tests.voice.small_whisper import needs_engines, say, weights
from tests.voice.virtual_microphone import VirtualMicrophone

SAID = "cache latency database queue python service"


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A sentence in a WAV file."""
    path = tmp_path / "answer.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(say(SAID))
    return path


@pytest.fixture
def whisper(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small model as the person's setting."""
    monkeypatch.setenv("INTERVIEW_VOICE_MODEL", str(weights("faster-whisper")))
    monkeypatch.setenv("INTERVIEW_VOICE_TRANSCRIBER", "faster-whisper")
    monkeypatch.setenv("INTERVIEW_VOICE_FILLERS", "no")


@needs_engines
@pytest.mark.usefixtures("whisper")
def test_a_recording_is_written_down(interview: Interview, recording: Path) -> None:
    assert interview("voice", "transcribe", recording).out.strip() == SAID
    document = interview("voice", "transcribe", recording, "--json").json
    assert document["text"] == SAID
    assert [word["text"] for word in document["words"]] == SAID.split()
    assert document["doubts"] == []


@needs_engines
@pytest.mark.usefixtures("whisper")
def test_delivery_is_told_with_its_transcript_and_from_the_sound_alone(
    interview: Interview, recording: Path
) -> None:
    measures = interview("voice", "delivery", recording, "--json").json["delivery"]["measures"]
    assert {"pace", "fillers", "volume", "pitch_variety"} <= {measure["name"] for measure in measures}
    alone = interview("voice", "delivery", recording, "--transcriber", "off", "--json").json
    assert alone["take"]["transcript"] is None
    names = {measure["name"] for measure in alone["delivery"]["measures"]}
    assert "pitch_variety" in names
    assert "pace" not in names
    assert "Pitch variety" in interview("voice", "delivery", recording, "--transcriber", "off").out


@needs_engines
@pytest.mark.usefixtures("whisper")
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.wav", None, "missing.wav"),
        ("notes.txt", b"no sound at all", "notes.txt"),
        ("empty.wav", b"", "empty.wav"),
    ],
)
def test_what_is_no_recording_is_refused(
    interview: Interview, tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    for command in ("transcribe", "delivery"):
        ran = interview("voice", command, path)
        assert ran.code == 2
        assert ran.out == ""
        assert says in ran.err


@needs_engines
@pytest.mark.usefixtures("whisper")
def test_the_microphone_is_tried_and_the_one_that_was_named_is_remembered(
    interview: Interview, tmp_path: Path, virtual_microphone: VirtualMicrophone
) -> None:
    player = virtual_microphone.say(say(SAID) * 2, wait=False)
    document = interview("voice", "test", "--input-device", "pulse", "--seconds", "2", "--json").json
    player.wait(30)
    assert document["microphone"] == {"ready": True, "says": "pulse"}
    assert document["played"]
    assert document["sound"]["seconds"] >= 2
    assert document["transcript"]["text"]
    assert last_choices(tmp_path / "data").input_device == "pulse"
    told = interview("voice", "test", "--seconds", "1", "--no-playback").out
    assert "microphone: pulse" in told
    assert "level: " in told


def test_a_model_that_can_not_be_downloaded_says_where_it_can_be_put(
    interview: Interview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing listens on port 9 (discard).
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    ran = interview("voice", "install-model", "tiny", "--engine", "whisper")
    assert ran.code == 3
    assert "could not be reached" in ran.err
    assert str(tmp_path / "data" / "models" / "whisper" / "tiny.pt") in ran.err
    assert not (tmp_path / "data" / "models" / "whisper" / "tiny.pt").exists()


def test_a_size_or_an_engine_there_is_none_of_is_refused(interview: Interview) -> None:
    assert "There is no Whisper model" in interview("voice", "install-model", "giant").err
    ran = interview("voice", "install-model", "tiny", "--engine", "parrot")
    assert ran.code == 2
    assert "parrot" in ran.err

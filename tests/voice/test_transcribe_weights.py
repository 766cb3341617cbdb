"""Models of the local engines: found where they lie, downloaded whole or not at all, chosen with a reason."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from interview_cli.errors import UsageError
from interview_cli.voice.ports import VoiceError
from interview_cli.voice.transcribe import weights as table
from interview_cli.voice.transcribe.choice import Available, available, choose, transcription_ability
from interview_cli.voice.transcribe.download import install
from interview_cli.voice.transcribe.engine import EngineName
from interview_cli.voice.transcribe.weights import NEEDED, SIZES, find, weights_of

CONTENT = bytes(range(256)) * 4000
SHA = hashlib.sha256(CONTENT).hexdigest()
NOWHERE = {"XDG_CACHE_HOME": "/nonexistent", "HF_HOME": "/nonexistent"}


class FileServer:
    """Files over HTTP with ranges; it can break off after so many bytes, or answer with an error."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.asked: list[tuple[str, str]] = []
        self.breaks_after: int | None = None
        self.status = 0
        self.ranges = True
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = self.headers.get("Range", "") if outer.ranges else ""
                path = self.path.partition("?")[0]
                outer.asked.append((path, wanted))
                content = outer.files.get(path)
                if outer.status or content is None:
                    self.send_error(outer.status or 404)
                    return
                begin = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
                if wanted and begin >= len(content):
                    self.send_error(416)
                    return
                self.send_response(206 if wanted else 200)
                self.send_header("Content-Length", str(len(content) - begin))
                self.end_headers()
                self.wfile.write(content[begin:][: outer.breaks_after])

            def log_message(self, *_: object) -> None:
                """Say nothing on the terminal."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def server() -> Iterator[FileServer]:
    serving = FileServer({})
    yield serving
    serving.server.shutdown()
    serving.server.server_close()


@pytest.fixture
def whisper_file(server: FileServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The path of a small file that passes for `base.pt`, with its own hash in the table."""
    monkeypatch.setitem(table._SIZES, "base", (SHA, "Systran/faster-whisper-base", 1, 1))
    path = f"/main/whisper/models/{SHA}/base.pt"
    server.files[path] = CONTENT
    return path


@pytest.fixture
def repository(server: FileServer) -> dict[str, bytes]:
    """A repository as Hugging Face serves it; the big file is kept by its SHA-256, others by git's hash."""
    files = {"config.json": b"{}", "tokenizer.json": b"[1]", "vocabulary.txt": b"a\nb", "model.bin": CONTENT}
    siblings: list[dict[str, Any]] = [{"rfilename": "README.md", "size": 3, "blobId": "0"}]
    for name, content in files.items():
        blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
        entry: dict[str, Any] = {"rfilename": name, "size": len(content), "blobId": blob}
        if name == "model.bin":
            entry["lfs"] = {"sha256": SHA, "size": len(content), "pointerSize": 130}
        siblings.append(entry)
        server.files[f"/Systran/faster-whisper-base/resolve/abc/{name}"] = content
    listing = json.dumps({"sha": "abc", "siblings": siblings}).encode()
    server.files["/api/models/Systran/faster-whisper-base/revision/main"] = listing
    return files


def seen() -> tuple[list[tuple[int, int]], Any]:
    calls: list[tuple[int, int]] = []
    return calls, lambda done, total: calls.append((done, total))


def installed(engine: EngineName, folder: Path, server: FileServer, progress: Any = None) -> Path:
    return install(engine, "base", folder, progress or (lambda *_: None), base=server.url, environ=NOWHERE)


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_tables_are_those_of_the_engines() -> None:
    whisper = pytest.importorskip("whisper", reason="openai-whisper is not installed")
    faster = pytest.importorskip("faster_whisper.utils", reason="faster-whisper is not installed")
    for size in SIZES:
        assert weights_of("whisper", size).address == whisper._MODELS[size]
        assert weights_of("faster-whisper", size).repository == faster._MODELS[size]


def test_a_model_is_downloaded_with_progress_and_found(
    server: FileServer, whisper_file: str, tmp_path: Path
) -> None:
    calls, progress = seen()
    path = installed("whisper", tmp_path, server, progress)
    assert path == tmp_path / "whisper" / "base.pt"
    assert path.read_bytes() == CONTENT
    assert calls[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _ in calls] == sorted(done for done, _ in calls)
    assert find("whisper", "base", tmp_path, environ=NOWHERE) == path
    assert installed("whisper", tmp_path, server) == path
    assert server.asked == [(whisper_file, "")]
    assert files_in(tmp_path) == ["whisper/base.pt"]


def test_a_repository_is_downloaded_as_a_folder(
    server: FileServer, repository: dict[str, bytes], tmp_path: Path
) -> None:
    calls, progress = seen()
    path = installed("faster-whisper", tmp_path, server, progress)
    assert {file.name: file.read_bytes() for file in path.iterdir()} == repository
    total = sum(map(len, repository.values()))
    assert calls[-1] == (total, total)
    assert find("faster-whisper", "base", tmp_path, environ=NOWHERE) == path


@pytest.mark.parametrize("engine", ["whisper", "faster-whisper"])
def test_a_download_that_breaks_off_is_gone_on_with(
    engine: EngineName, server: FileServer, whisper_file: str, repository: dict[str, bytes], tmp_path: Path
) -> None:
    server.breaks_after = 300_000
    with pytest.raises(VoiceError, match="broke off"):
        installed(engine, tmp_path, server)
    assert find(engine, "base", tmp_path, environ=NOWHERE) is None
    server.breaks_after = None
    assert installed(engine, tmp_path, server).exists()
    assert server.asked[-1][1] == "bytes=300000-"
    assert not any(name.endswith(".part") for name in files_in(tmp_path))


def test_a_server_without_ranges_is_asked_for_all_of_it_again(
    server: FileServer, whisper_file: str, tmp_path: Path
) -> None:
    server.breaks_after = 300_000
    with pytest.raises(VoiceError):
        installed("whisper", tmp_path, server)
    server.breaks_after, server.ranges = None, False
    assert installed("whisper", tmp_path, server).read_bytes() == CONTENT


@pytest.mark.parametrize("left", [CONTENT, CONTENT + b"more", b"\0" * 5000])
def test_what_is_left_of_an_earlier_download_is_never_trusted(
    left: bytes, server: FileServer, whisper_file: str, tmp_path: Path
) -> None:
    (tmp_path / "whisper").mkdir()
    (tmp_path / "whisper" / "base.pt.part").write_bytes(left)
    if left != CONTENT:
        with pytest.raises(VoiceError, match="hash"):
            installed("whisper", tmp_path, server)
    assert installed("whisper", tmp_path, server).read_bytes() == CONTENT


@pytest.mark.parametrize("engine", ["whisper", "faster-whisper"])
def test_content_that_was_changed_on_the_way_is_not_kept(
    engine: EngineName, server: FileServer, whisper_file: str, repository: dict[str, bytes], tmp_path: Path
) -> None:
    wrong = b"x" + CONTENT[1:]
    server.files[whisper_file] = wrong
    server.files["/Systran/faster-whisper-base/resolve/abc/model.bin"] = wrong
    with pytest.raises(VoiceError, match="its hash differs"):
        installed(engine, tmp_path, server)
    assert find(engine, "base", tmp_path, environ=NOWHERE) is None
    assert not any("model.bin" in name or "base.pt" in name for name in files_in(tmp_path))


@pytest.mark.parametrize("engine", ["whisper", "faster-whisper"])
def test_ctrl_c_leaves_nothing_under_the_final_name(
    engine: EngineName, server: FileServer, whisper_file: str, repository: dict[str, bytes], tmp_path: Path
) -> None:
    def interrupt(done: int, total: int) -> None:
        if done > 200_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        installed(engine, tmp_path, server, interrupt)
    assert find(engine, "base", tmp_path, environ=NOWHERE) is None
    assert installed(engine, tmp_path, server).exists()


@pytest.mark.parametrize("engine", ["whisper", "faster-whisper"])
def test_offline_one_line_says_what_was_not_reached_and_a_hint_what_to_put_where(
    engine: EngineName, tmp_path: Path
) -> None:
    with pytest.raises(VoiceError) as caught:
        install(engine, "small.en", tmp_path, base="http://127.0.0.1:9", environ=NOWHERE)
    assert caught.value.message == "127.0.0.1:9 could not be reached: Connection refused."
    weights = weights_of(engine, "small.en")
    assert weights.address in caught.value.hint
    assert str(weights.place(tmp_path)) in caught.value.hint
    assert "\n" not in caught.value.hint


def test_a_server_that_says_no_is_quoted(server: FileServer, whisper_file: str, tmp_path: Path) -> None:
    server.status = 503
    with pytest.raises(VoiceError, match="it answers 503 Service Unavailable"):
        installed("whisper", tmp_path, server)


@pytest.mark.parametrize("listing", [b"[]", b"no json", b"{}", b'{"sha": "abc", "siblings": []}'])
def test_a_listing_that_is_none_is_an_error(listing: bytes, server: FileServer, tmp_path: Path) -> None:
    server.files["/api/models/Systran/faster-whisper-base/revision/main"] = listing
    with pytest.raises(VoiceError, match=r"faster-whisper-base"):
        installed("faster-whisper", tmp_path, server)


def test_a_folder_that_cannot_be_written_is_named(
    server: FileServer, whisper_file: str, tmp_path: Path
) -> None:
    (tmp_path / "whisper").write_text("a file where the folder should be")
    with pytest.raises(VoiceError, match=str(tmp_path)):
        installed("whisper", tmp_path, server)


def test_an_unknown_size_is_a_usage_error_that_names_the_sizes(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        install("whisper", "huge", tmp_path)
    assert "turbo" in caught.value.hint


def test_models_are_found_by_path_and_in_the_caches_of_their_libraries(tmp_path: Path) -> None:
    environ = {"XDG_CACHE_HOME": str(tmp_path)}
    own = tmp_path / "own.pt"
    cached = tmp_path / "whisper" / "large-v3-turbo.pt"
    snapshot = tmp_path / "huggingface/hub/models--Systran--faster-whisper-tiny.en/snapshots/abc"
    for path in (own, cached, *(snapshot / name for name in NEEDED)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    empty = tmp_path / "models"
    assert find("whisper", str(own), empty, environ=environ) == own
    assert find("faster-whisper", str(own), empty, environ=environ) is None
    assert find("faster-whisper", str(snapshot), empty, environ=environ) == snapshot
    assert find("whisper", "turbo", empty, environ=environ) == cached
    assert find("faster-whisper", "tiny.en", empty, environ=environ) == snapshot
    assert find("faster-whisper", "tiny", empty, environ=environ) is None


ALL = Available(
    frozenset({"whisper", "faster-whisper"}),
    {"whisper": Path("/m/base.pt"), "faster-whisper": Path("/m/base")},
    "openai/whisper-1",
    "OPENAI_API_KEY is set",
    "base",
)
KEYS = {"OPENAI_API_KEY": "x"}
NOTHING = Available(hosted_reason="no key is set of a provider whose models write down speech", size="base")


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("auto", ("faster-whisper", "whisper", "openai/whisper-1")),
        ("", ("faster-whisper", "whisper", "openai/whisper-1")),
        ("whisper", ("whisper", "faster-whisper")),
        ("whisper, openai/whisper-1", ("whisper", "openai/whisper-1", "faster-whisper")),
        (
            "gpt-4o-mini-transcribe",
            ("openai/gpt-4o-mini-transcribe", "faster-whisper", "whisper", "openai/whisper-1"),
        ),
    ],
)
def test_what_is_named_comes_first_and_sound_leaves_only_if_a_model_was_asked_for(
    wanted: str, names: tuple[str, ...]
) -> None:
    chosen = choose(wanted, ALL, KEYS)
    assert chosen.names == names
    assert chosen.reason.endswith(".")
    assert transcription_ability(ALL, chosen).ready


def test_without_fall_back_the_named_one_stays_alone() -> None:
    assert choose("whisper", ALL, KEYS, fall_back=False).names == ("whisper",)


def test_an_engine_that_is_named_but_missing_is_told_and_the_next_one_used() -> None:
    there = Available(frozenset({"faster-whisper"}), {"faster-whisper": Path("/m/base")}, size="base")
    chosen = choose("whisper", there, {})
    assert chosen.names == ("faster-whisper",)
    assert chosen.reason == "whisper is not installed. faster-whisper is used instead."


def test_with_nothing_at_hand_it_is_said_what_to_install() -> None:
    chosen = choose("auto", NOTHING, {})
    ability = transcription_ability(NOTHING, chosen)
    assert chosen.names == ()
    assert not ability.ready
    assert "pip install 'interview-cli[faster-whisper]'" in ability.says
    with pytest.raises(UsageError) as caught:
        choose("whisper", NOTHING, {})
    assert "is not installed" in caught.value.message


def test_an_engine_without_its_model_is_told_how_to_get_it() -> None:
    there = Available(frozenset({"whisper"}), {}, size="small")
    ability = transcription_ability(there, choose("auto", there, {}))
    assert "whisper has no small model on this machine." in ability.says
    assert "interview voice install-model small --engine whisper" in ability.says


def test_a_size_that_is_none_is_told_and_leaves_the_models_of_providers(tmp_path: Path) -> None:
    there = available("bogus", tmp_path, {})
    ability = transcription_ability(there, choose("auto", there, {}))
    assert "There is no Whisper model of size 'bogus'. There are tiny," in ability.says
    with_key = available("bogus", tmp_path, KEYS)
    assert choose("openai/whisper-1", with_key, KEYS).names == ("openai/whisper-1",)
    chosen = choose("auto", with_key, KEYS)
    assert chosen.names == ("openai/whisper-1",)
    assert "size 'bogus'" in chosen.reason


def test_a_place_where_no_model_lies_is_told_with_what_is_looked_for(tmp_path: Path) -> None:
    there = Available(frozenset({"whisper", "faster-whisper"}), {}, size=str(tmp_path / "none"))
    says = transcription_ability(there, choose("auto", there, {})).says
    assert f"whisper finds no file that ends in .pt at {there.size}." in says
    assert "faster-whisper finds no folder with config.json, model.bin, tokenizer.json" in says
    assert "install-model" not in says
    assert "voice.model" in says


@pytest.mark.parametrize("wanted", ["nonsense", "openai/whisper-1", "nobody/whisper"])
def test_an_unknown_name_or_a_missing_key_is_a_usage_error(wanted: str) -> None:
    with pytest.raises(UsageError):
        choose(wanted, ALL, {})


def test_what_there_is_is_looked_up_without_importing_an_engine(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from interview_cli.voice.transcribe.choice import available, choose\n"
        "there = available('base', Path(sys.argv[1]), {}); choose('auto', there, {})\n"
        "heavy = {'torch', 'whisper', 'faster_whisper', 'ctranslate2', 'numpy', 'litellm', 'webrtcvad'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_offline_no_key_is_looked_at(tmp_path: Path) -> None:
    assert available("base", tmp_path, KEYS | NOWHERE).hosted == "openai/whisper-1"
    assert available("base", tmp_path, KEYS | NOWHERE, offline=True).hosted is None
    assert available("base", tmp_path, {"GROQ_API_KEY": "x"}).hosted == "groq/whisper-large-v3-turbo"

"""The file of a cassette: lines that are joined, lines that are broken or cut off, and going on from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interview_cli.errors import UsageError
from interview_cli.llm.cassette import (
    Afresh,
    Cassette,
    afresh_line,
    found_at,
    line_of,
    read_cassette,
    written,
)
from interview_cli.llm.takes import Recording, Take, key_of

HEAD = b'{"cassette":1,"suite":"suite"}\n'
GOOD = (
    b'{"prompt":"p","prompt_hash":"v","model":"m","again":0,"variables":{},"request":[],'
    b'"takes":[{"repeat":0,"sample":0,"text":"x"}]}\n'
)


def recording(answer: str, *, version: str = "v1", temperature: float | None = None) -> Recording:
    """What was asked of one answer."""
    told = {"answer": answer}
    return Recording(key_of("judge", told, "m", 0), "judge", version, "m", told, [], temperature=temperature)


def line(one: Recording, *takes: tuple[int, int, str]) -> bytes:
    """The line of some replies to it."""
    return line_of(one, [Take(*take) for take in takes], str) + b"\n"


def texts(cassette: Cassette) -> dict[str, list[tuple[int, int, str]]]:
    """The replies by answer, in order."""
    return {
        one.variables["answer"]: sorted((take.repeat, take.sample, take.text) for take in one.takes)
        for one in cassette.recordings.values()
    }


def in_file(folder: Path, *lines: bytes) -> Path:
    """A file of these lines."""
    path = folder / "suite.cassette.jsonl"
    path.write_bytes(b"".join(lines))
    return path


A, B = recording("A"), recording("B")


# ---------------------------------------------------------------------- lines that are joined


def test_replies_to_one_request_on_several_lines_are_joined_and_the_later_one_counts(tmp_path: Path) -> None:
    path = in_file(
        tmp_path,
        HEAD,
        line(A, (0, 0, "old"), (0, 1, "kept")),
        line(B, (0, 0, "b")),
        line(A, (0, 0, "new")),
        line(A, (1, 0, "another repeat")),
    )
    joined = read_cassette(path)
    assert texts(joined) == {
        "A": [(0, 0, "new"), (0, 1, "kept"), (1, 0, "another repeat")],
        "B": [(0, 0, "b")],
    }
    whole = written(joined, str)
    assert len(whole.splitlines()) == 3
    assert texts(read_cassette(in_file(tmp_path, whole))) == texts(joined)


@pytest.mark.parametrize("later", [recording("A", version="v2"), replace(A, temperature=0.7)])
def test_a_later_line_of_another_version_of_the_request_takes_the_place_of_the_earlier(
    tmp_path: Path, later: Recording
) -> None:
    path = in_file(tmp_path, HEAD, line(A, (0, 0, "old"), (0, 1, "old")), line(later, (0, 0, "new")))
    cassette = read_cassette(path)
    assert texts(cassette) == {"A": [(0, 0, "new")]}
    assert cassette.recordings[A.key].is_alike(later)


def test_a_line_whose_secrets_were_taken_out_is_joined_by_the_key_it_had(tmp_path: Path) -> None:
    secret = recording("It is hunter2.")
    lines = [
        line_of(
            secret, [Take(0, place, f"You said hunter2, {place}.")], lambda text: text.replace("hunter2", "*")
        )
        for place in (0, 1)
    ]
    path = in_file(tmp_path, HEAD, *(each + b"\n" for each in lines))
    assert b"hunter2" not in path.read_bytes()
    assert texts(read_cassette(path)) == {"It is *.": [(0, 0, "You said *, 0."), (0, 1, "You said *, 1.")]}
    assert read_cassette(path).recordings.keys() == {secret.key}


# ---------------------------------------------------------------------- broken lines


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (b"", 1),
        (b"\n\n", 1),
        (b"[]\n", 1),
        (b'{"suite":"suite"}\n', 1),
        (b'{"cassette":2,"suite":"suite"}\n', 1),
        (GOOD, 1),
        (HEAD[:20], 1),
        (HEAD + GOOD + b"{nope\n", 3),
        (HEAD + b"\n" + GOOD[:40] + b"\n" + GOOD, 3),
        (HEAD + b"[]\n", 2),
        (HEAD + b"[]", 2),
        (HEAD + HEAD, 2),
        (HEAD + b'{"afresh":{"models":["m"]}}\n', 2),
        (HEAD + GOOD.replace(b'"takes"', b'"tapes"'), 2),
        (HEAD + GOOD.replace(b'"text":"x"', b'"text":"x","extra":1'), 2),
        (HEAD + GOOD.replace(b'"again":0,', b""), 2),
        (HEAD + GOOD.replace(b'"variables":{}', b'"variables":"none"'), 2),
        (HEAD + GOOD.replace(b'"model":"m"', b'"model":null'), 2),
        (HEAD + GOOD.replace(b'"text":"x"', b'"text":{"level":3}'), 2),
        (HEAD + GOOD.replace(b'"prompt":"p"', b'"prompt":"\xff"'), 2),
    ],
)
def test_a_broken_line_is_told_with_its_number(tmp_path: Path, data: bytes, number: int) -> None:
    path = in_file(tmp_path, data)
    with pytest.raises(UsageError, match=f"{path}:{number}: ") as refused:
        read_cassette(path)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        ([HEAD, b"<<<<<<< HEAD\n", GOOD], "interview regress record SUITE [--candidate]"),
        ([b"<<<<<<< HEAD\n", HEAD, GOOD], "interview regress record SUITE [--candidate] --fresh"),
    ],
)
def test_the_way_over_a_broken_line_is_told(tmp_path: Path, lines: list[bytes], hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_cassette(in_file(tmp_path, *lines))
    assert refused.value.hint.endswith(hint)


@pytest.mark.parametrize(
    "count",
    [
        b'"cost":-0.5',
        b'"cost":NaN',
        b'"cost":1e308',
        b'"seconds":1e308',
        b'"seconds":"long"',
        b'"input_tokens":-1',
        b'"output_tokens":100000000000000000000000000000000',
    ],
)
def test_a_reply_whose_numbers_count_nothing_is_no_recording(tmp_path: Path, count: bytes) -> None:
    path = in_file(tmp_path, HEAD, GOOD.replace(b'"text":"x"', b'"text":"x",' + count))
    with pytest.raises(UsageError, match=":2: no recording"):
        read_cassette(path)


def test_recording_goes_on_beside_broken_lines_with_what_can_be_read(tmp_path: Path) -> None:
    ours, theirs = line(A, (0, 0, "a")), line(B, (0, 0, "b"))
    found = found_at(in_file(tmp_path, HEAD, b"<<<<<<< HEAD\n", ours, b"=======\n", theirs), "suite")
    assert texts(found.cassette) == {"A": [(0, 0, "a")], "B": [(0, 0, "b")]}
    assert [told.split(":")[1] for told in found.left_out] == ["2", "4"]


def test_asking_anew_gets_over_broken_lines_and_keeps_what_can_be_read(tmp_path: Path) -> None:
    path = in_file(
        tmp_path,
        b"<<<<<<< HEAD\n",
        line(A, (0, 0, "a")),
        b"=======\n",
        line(B, (0, 0, "b"))[:50],
        b"\n",
        line(B, (0, 1, "b")),
        b">>>>>>> main\n",
    )
    with pytest.raises(UsageError, match=":1: no recording"):
        found_at(path, "suite")
    found = found_at(path, "suite", headless=True)
    assert texts(found.cassette) == {"A": [(0, 0, "a")], "B": [(0, 1, "b")]}
    assert [told.split(":")[1] for told in found.left_out] == ["1", "3", "4", "6"]
    assert found.left_out[0] == f"{path}:1: no recording: it is the mark of a merge conflict"
    assert found.opening == HEAD + line(A, (0, 0, "a")) + line(B, (0, 1, "b"))
    headed = found_at(in_file(tmp_path, HEAD, b"{\n", line(A, (0, 0, "a"))), "suite", headless=True)
    assert headed.opening == HEAD + line(A, (0, 0, "a"))


def test_a_file_of_another_format_is_left_alone_even_when_all_is_asked_anew(tmp_path: Path) -> None:
    path = in_file(tmp_path, b'{"cassette":2,"suite":"suite"}\n', GOOD)
    with pytest.raises(UsageError, match="its format is 2, not 1") as refused:
        found_at(path, "suite", headless=True)
    assert "--fresh" not in refused.value.hint


def test_a_cassette_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"{tmp_path}/none.jsonl: No such file"):
        read_cassette(tmp_path / "none.jsonl")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_lines_as_windows_ends_them_are_read_too(tmp_path: Path, mark: bytes) -> None:
    path = in_file(tmp_path, mark + (HEAD + GOOD).replace(b"\n", b"\r\n"), line(A, (0, 0, "a")))
    assert len(read_cassette(path).recordings) == 2
    assert found_at(path, "suite").opening is None


# ---------------------------------------------------------------------- a last line that was cut off


def test_wherever_the_last_line_was_cut_off_the_others_are_read(tmp_path: Path) -> None:
    before, last = HEAD + line(A, (0, 0, "a")), line(B, (0, 0, "größer"))
    for length in range(1, len(last) - 1):
        path = in_file(tmp_path, before, last[:length])
        assert texts(read_cassette(path)) == {"A": [(0, 0, "a")]}, length
        found = found_at(path, "suite")
        assert len(found.left_out) == 1
        assert found.opening == before


def test_a_last_line_that_only_lacks_its_end_counts_and_gets_one_before_the_next(tmp_path: Path) -> None:
    path = in_file(tmp_path, HEAD, line(A, (0, 0, "a"))[:-1])
    found = found_at(path, "suite")
    assert (texts(found.cassette), found.left_out) == ({"A": [(0, 0, "a")]}, [])
    assert found.opening == HEAD + line(A, (0, 0, "a"))


@pytest.mark.parametrize("data", [b"", b"\n", HEAD[:20]])
def test_a_file_that_did_not_come_to_hold_anything_is_begun_anew(tmp_path: Path, data: bytes) -> None:
    found = found_at(in_file(tmp_path, data), "suite")
    assert found.cassette == Cassette("suite")
    assert found.opening == HEAD


def test_a_file_that_is_not_there_is_begun_and_one_that_is_whole_stands_as_it_is(tmp_path: Path) -> None:
    assert found_at(tmp_path / "none.jsonl", "suite").opening == HEAD
    assert found_at(in_file(tmp_path, HEAD, GOOD), "other").opening is None


# ---------------------------------------------------------------------- asking anew, interrupted


def test_what_came_since_all_was_begun_to_be_asked_anew_is_told_apart(tmp_path: Path) -> None:
    first, second = Afresh(("m",), ("a*",)), Afresh(("m", "other/n"))
    path = in_file(
        tmp_path,
        HEAD,
        line(A, (0, 0, "old"), (1, 0, "old")),
        afresh_line(first) + b"\n",
        line(A, (1, 0, "newer")),
        afresh_line(second) + b"\n",
        line(B, (0, 0, "new")),
        line(A, (0, 0, "new")),
    )
    found = found_at(path, "suite")
    assert found.afresh == second
    assert found.anew == {(B.key, 0, 0), (A.key, 0, 0)}
    assert texts(found.cassette)["A"] == [(0, 0, "new"), (1, 0, "newer")]
    assert texts(read_cassette(path)) == texts(found.cassette)
    assert b"afresh" not in written(found.cassette, str)
    # A cut line is left out, and what is going on is still known.
    path.write_bytes(path.read_bytes() + b'{"prompt":')
    assert found_at(path, "suite").opening is not None
    path.write_bytes(found_at(path, "suite").opening or b"")
    assert found_at(path, "suite").anew == found.anew

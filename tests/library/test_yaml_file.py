"""Role files: whatever is in them, they are a role or an error that says where."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.errors import ContentError, UsageError
from interview_cli.library.role import Role
from interview_cli.library.shelf import findings_of
from interview_cli.library.yaml_file import load, parse_yaml
from tests.library.samples import ROLE

YAML_TEXT = st.text(
    st.sampled_from(list("abc:-#&*!|>'\"%@`{}[],?~<=\n\t 0123456789._+eEyn\x00\x85\u2028\ufeff\u202e")),
    max_size=12,
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def outcome_of(content: bytes) -> Role | UsageError:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "role.yaml"
        path.write_bytes(content)
        try:
            return load(path, Role)
        except UsageError as error:
            return error


def assert_role_or_placed_error(content: bytes) -> None:
    outcome = outcome_of(content)
    if isinstance(outcome, Role):
        return
    lines = content.count(b"\n") + content.count(b"\r") + 2
    for finding in findings_of(outcome):
        place = re.match(r"\S*role\.yaml:(\d+): .", finding)
        assert place, finding
        assert 1 <= int(place[1]) <= lines + content.count("\x85".encode()) + content.count("\u2028".encode())
        assert "\n" not in finding
    assert "\n" not in outcome.message


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [place for key, child in inner for place in places_in(child, (*path, key))]


@settings(max_examples=200, deadline=None)
@given(start=st.integers(0, len(ROLE)), length=st.integers(0, 30), text=YAML_TEXT)
def test_a_role_with_a_piece_of_text_replaced_is_a_role_or_an_error_with_its_line(
    start: int, length: int, text: str
) -> None:
    assert_role_or_placed_error((ROLE[:start] + text + ROLE[start + length :]).encode())


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_role_with_a_value_replaced_or_removed_is_a_role_or_an_error_with_its_line(
    data: st.DataObject,
) -> None:
    document = yaml.safe_load(ROLE)
    *way, last = data.draw(st.sampled_from(places_in(document)))
    parent = document
    for step in way:
        parent = parent[step]
    if data.draw(st.booleans()):
        parent[last] = data.draw(VALUES)
    else:
        del parent[last]
    assert_role_or_placed_error(yaml.safe_dump(document, sort_keys=False, allow_unicode=True).encode())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_an_error_with_a_line(content: bytes) -> None:
    assert isinstance(outcome_of(content), UsageError)
    assert_role_or_placed_error(content)


@pytest.mark.parametrize(
    ("line", "text", "says"),
    [
        (7, ROLE.replace("technical: 0.6", "technical: much"), "weights.technical"),
        (16, ROLE.replace("kind: technical", "kind: riddle"), "questions.0.kind"),
        (
            14,
            ROLE.replace("    key_points:\n      - fact: The fuel", "    points:\n      - fact: The fuel"),
            "key_points",
        ),
        (8, ROLE.replace("communication: 0.4", "charm: 0.4"), "weights.charm"),
        (1, ROLE.replace("schema_version: 1", "schema_version: 9"), "schema_version"),
        (1, ROLE.replace("lk-fog", "lk-lamp"), "used twice: lk-lamp"),
        (
            1,
            ROLE.replace("    kind: technical", "    about: The lamp.\n    kind: technical", 1),
            "about is for follow-ups",
        ),
        (4, ROLE.replace("name: Lighthouse Keeper", "name: [Lighthouse"), "did not find expected"),
        (4, ROLE.replace("name: Lighthouse Keeper", "name: Lighthouse Keeper\nkeeper: yes"), "keeper"),
    ],
)
def test_an_error_names_line_and_field(line: int, text: str, says: str) -> None:
    error = outcome_of(text.encode())
    assert isinstance(error, UsageError)
    assert any(f"role.yaml:{line}: " in finding and says in finding for finding in findings_of(error))


def test_all_findings_are_kept_and_the_first_is_the_message() -> None:
    error = outcome_of(ROLE.replace("kind: technical", "kind: riddle").replace("mid]", "chief]").encode())
    assert isinstance(error, ContentError)
    assert len(error.findings) == 2
    assert error.message == f"{error.findings[0]} (and 1 more)"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[" * 300_000, "nested too deeply"),
        ("- " * 300_000, "nested too deeply"),
        ("&a [*a]", "stands for more than"),
        (
            "a: &a [x, x]\n"
            + "".join(f"k{n}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)),
            "stands for",
        ),
        ("a: &a {x: 1}\nb: {<<: *a}", "merge keys"),
        ("one: first answer\none: second answer", "one: the key stands twice"),
        ("when: 2024-13-45", "cannot be read as timestamp"),
        ('n: !!int ""', "cannot be read as int"),
        ("n: !!bool perhaps", "cannot be read as bool"),
        ("n: !!python/object/apply:os.system [ls]", "could not determine a constructor"),
        ("n: " + "1:" + "59:" * 300 + "59.5", "cannot be read as float"),
        ("a: 1\n---\nb: 2", "another document"),
        ("x: \x07", "control characters"),
    ],
)
def test_hostile_yaml_is_refused_with_a_reason(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)) as caught:
        parse_yaml(text, "f.yaml")
    assert re.match(r"f\.yaml:\d+: ", caught.value.message)


def test_a_file_of_too_many_values_is_refused_before_they_are_made() -> None:
    with pytest.raises(UsageError, match="holds more than 250000 keys and values"):
        parse_yaml("x: [" + "[]," * 600_000 + "]", "own.yaml")


def test_a_file_from_windows_with_a_byte_order_mark_is_read() -> None:
    assert isinstance(outcome_of(b"\xef\xbb\xbf" + ROLE.replace("\n", "\r\n").encode()), Role)


def test_a_file_that_never_ends_is_refused() -> None:
    with pytest.raises(UsageError, match="Is a device"):
        load(Path("/dev/zero"), Role)


def test_a_line_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "role.yaml"
    path.write_bytes(ROLE.encode().replace(b"Keeps", b"K\xe9\xe9ps"))
    with pytest.raises(UsageError, match=r"role\.yaml:4: not UTF-8"):
        load(path, Role)


@pytest.mark.parametrize("name", ["nosuch.yaml", "."])
def test_a_file_that_cannot_be_opened_says_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r":1: (No such file|Is a directory)"):
        load(tmp_path / name, Role)

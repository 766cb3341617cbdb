"""The rows of a batch file, whatever its form, each with the line it stands on."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interview_cli.batch.row import Row, RowResult
from interview_cli.batch.sheet import Entry, read_sheet
from interview_cli.errors import UsageError

EXAMPLES = Path(__file__).parents[2] / "examples" / "batch"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
SINGLE_LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=40)


def problems(entries: list[Entry]) -> list[str]:
    return [entry.problem for entry in entries]


def check_told(entries: list[Entry], source: str) -> None:
    """Every entry is a row or says where and what is wrong with it, in a line that can be put out."""
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    for entry in entries:
        assert (entry.row is None) == entry.problem.startswith(f"{source}:{entry.line}: ")
        line = RowResult(row=entry.number, id=entry.id, status="failed", error=entry.problem)
        assert json.loads(line.model_dump_json())["error"] == entry.problem


def check_read(text: str, source: str) -> None:
    """A text gives rows, or one error that names the file."""
    told = ""
    try:
        check_told(read_sheet(text, source), source)
    except UsageError as error:
        told = error.message
    assert not told or told.startswith(f"{source}:")


def test_a_yaml_list_gives_its_rows_with_their_lines():
    text = "# two\n- {role: backend_engineer, persona: weak}\n- role: sales_associate\n  persona: strong\n"
    first, second = read_sheet(text, "rows.yaml")
    assert (first.number, first.line, first.row.role) == (1, 2, "backend_engineer")
    assert (second.number, second.line, second.row.persona) == (2, 3, "strong")


def test_defaults_hold_for_rows_that_say_nothing_else():
    text = """\
defaults: {role: backend_engineer, persona: medium, questions: 3, focus: [caching]}
rows:
  - {id: as it is}
  - {id: other, questions: 5, persona: strong}
  - {id: answered, answers: ["I would measure it."]}
"""
    plain, other, answered = (entry.row for entry in read_sheet(text, "rows.yaml"))
    assert (plain.persona, plain.questions, plain.focus) == ("medium", 3, ("caching",))
    assert (other.persona, other.questions, other.role) == ("strong", 5, "backend_engineer")
    assert (answered.answers, answered.persona) == (["I would measure it."], ""), "one of both answers"


def test_json_lines_may_be_parted_by_empty_lines():
    text = '{"role": "backend_engineer", "persona": "weak"}\n\n  \n{"role": "x", "persona": "strong"}\n'
    assert [(entry.number, entry.line) for entry in read_sheet(text, "rows.jsonl")] == [(1, 1), (2, 4)]


def test_a_table_gives_lists_for_focus_and_models_and_leaves_out_empty_cells():
    text = (
        "id, role,persona,questions,focus,model,seed\n"
        'a,backend_engineer,weak,3,"caching; queues",openai/gpt-4o-mini;ollama/llama3.2,\n'
        "b,sales_associate,strong,,,,7\n"
    )
    first, second = (entry.row for entry in read_sheet(text, "rows.csv"))
    assert (first.id, first.questions, first.seed) == ("a", 3, None)
    assert first.focus == ("caching", "queues")
    assert first.model == ("openai/gpt-4o-mini", "ollama/llama3.2")
    assert (second.questions, second.focus, second.model, second.seed) == (None, (), (), 7)


@pytest.mark.parametrize(
    ("source", "text", "told"),
    [
        ("r.yaml", "- {role: x, persona: weak}\n- {role: x}\n", "r.yaml:2: row: needs answers or a persona"),
        ("r.yaml", "- {role: x, persona: weak}\n- weak\n", "r.yaml:2: row: must be made of"),
        ("r.yaml", "- {role: x, persona: weak}\n- {1: 2, role: x}\n", "r.yaml:2: 1: "),
        ("r.yaml", "- {role: x, persona: weak}\n- {2026-01-01: 2, a: b}\n", "r.yaml:2: "),
        ("r.jsonl", '{"role":"x","persona":"weak"}\n{"role":\n', "r.jsonl:2: not JSON: "),
        ("r.jsonl", '{"role":"x","persona":"weak"}\n[1]\n', "r.jsonl:2: row: must be made of"),
        (
            "r.jsonl",
            '{"role":"x","persona":"weak"}\n{"role":"x","persona":"weak","answers":[]}\n',
            "r.jsonl:2: row: has answers and a persona: leave out one of them",
        ),
        (
            "r.jsonl",
            '{"role":"x","persona":"weak"}\n{"persona":"weak"}\n',
            "r.jsonl:2: row: needs a role or a plan",
        ),
        (
            "r.jsonl",
            '{"role":"x","persona":"weak"}\n{"role":"x","answers":[],"candidate_model":"gpt-4o"}\n',
            "r.jsonl:2: row: candidate_model plays a persona",
        ),
        (
            "r.csv",
            "role,persona,questions\nx,weak,3\nx,weak,many\n",
            "r.csv:3: questions: must be a whole number",
        ),
        ("r.csv", "role,persona\nx,weak\nx,weak,3\n", "r.csv:3: more cells than headings"),
        ("r.csv", "role,persona,level\nx,weak,mid\nx,weak,expert\n", "r.csv:3: level: must be 'entry'"),
        ("r.csv", "role,persona,colour\nx,weak,\nx,weak,red\n", "r.csv:3: colour: is not known here"),
    ],
)
def test_a_row_that_is_wrong_says_so_with_its_line_and_spares_the_others(source, text, told):
    entries = read_sheet(text, source)
    assert entries[0].row is not None
    assert entries[1].row is None
    assert entries[1].problem.startswith(told), entries[1].problem
    check_told(entries, source)


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "\\ud800", "role": "x", "persona": "weak"}',
        '{"\\udc00": 1}',
        '{"role": "x", "answers": ["\\ud800"]}',
        '{"role": "x", "answers": ' + "[" * 990 + "]" * 990 + "}",
        '{"role": "x", "answers": ' + "[" * 99_999 + "}",
        '{"seed": ' + "9" * 5000 + "}",
    ],
)
def test_what_no_output_could_hold_is_told_like_any_other_wrong_row(line):
    entries = read_sheet(f'{{"role": "x", "persona": "weak"}}\n{line}\n', "r.jsonl")
    assert entries[0].row is not None
    assert entries[1].row is None
    check_told(entries, "r.jsonl")


def test_a_number_of_thousands_of_digits_in_yaml_is_no_seed():
    with pytest.raises(UsageError, match=r"^r\.yaml:1: .* cannot be read as int"):
        read_sheet("- {role: x, persona: weak, seed: 0x1" + "0" * 5000 + "}\n", "r.yaml")


@pytest.mark.parametrize(
    ("source", "text", "told"),
    [
        ("r.yaml", "", "holds no rows"),
        ("r.yaml", "# rows to come\n", "holds no rows"),
        ("r.yaml", "rows: 3\n", "r.yaml:1: must be a list of rows"),
        ("r.yaml", "rows: []\n", "holds no rows"),
        ("r.yaml", "row: []\n", "r.yaml:1: row: is not known here"),
        ("r.yaml", "rows: []\ndefaults: [1]\n", "r.yaml:2: defaults: must be"),
        ("r.yaml", "a: [\n", "r.yaml:2: "),
        ("r.jsonl", "\n \n", "holds no rows"),
        ("r.csv", "", "holds no rows"),
        ("r.csv", "role,persona\n", "holds no rows"),
        ("r.csv", 'role,persona\nx,"weak\n', "r.csv:2: not CSV"),
        ("r.csv", "role,persona, role\nx,weak,y\n", "r.csv:1: role: the heading stands twice"),
        ("notes", "just some words", "notes:1: must be a list of rows"),
    ],
)
def test_a_file_that_is_no_batch_is_one_error(source, text, told):
    with pytest.raises(UsageError) as failed:
        read_sheet(text, source)
    assert told in failed.value.message
    assert "JSON lines" in failed.value.hint or "YAML" in failed.value.hint


@pytest.mark.parametrize(
    ("source", "text"), [("rows.jsonl", "{}\n" * 30_000), ("rows.csv", "id\n" + "a\n" * 30_000)]
)
def test_more_rows_than_a_batch_may_hold_are_refused(source, text):
    with pytest.raises(UsageError, match="holds more than 20000 rows"):
        read_sheet(text, source)


def test_rows_are_told_apart_by_what_they_ask_for_and_not_by_the_order_of_their_fields():
    text = (
        '{"role": "x", "persona": "weak"}\n{"persona": "weak", "role": "x"}\n{"role": "x", "persona": "w"}\n'
    )
    same, reordered, other = (entry.digest for entry in read_sheet(text, "r.jsonl"))
    assert same == reordered
    assert same != other


@given(st.lists(st.one_of(JSON.map(json.dumps), SINGLE_LINES), min_size=1, max_size=5))
@example(['{"a": 1'])
def test_any_lines_are_read_as_rows_or_told_as_wrong_ones(lines):
    text = "\n".join(lines)
    try:
        entries = read_sheet(text, "r.jsonl")
    except UsageError:
        assert not text.strip()
        return
    assert len(entries) == sum(bool(line.strip()) for line in text.split("\n"))
    check_told(entries, "r.jsonl")


@given(
    st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('",;\n\rrole persona'), max_size=80)
)
@example('role,persona\nx,"a\nb"\n')
@example("role,role\nx,y\n")
@example("role\nx\ry\n")
def test_any_text_is_a_table_or_one_error(text):
    check_read(text, "r.csv")


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=3, max_size=3), max_size=4)
)
def test_whatever_stands_in_the_cells_of_a_table_rows_keep_their_number(cells):
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["id", "persona", "focus"])
    writer.writerow(["first", "weak", ""])
    writer.writerows([*cells, ["last", "weak", ""]])
    entries = read_sheet(table.getvalue(), "r.csv")
    assert len(entries) == 2 + len(cells)
    check_told(entries, "r.csv")


@given(st.text(st.sampled_from("-{}[]:, \n'\"#&*!abc1\t"), max_size=60))
def test_any_yaml_is_a_batch_or_one_error(text):
    check_read(text, "r.yaml")


def test_numbers_and_dates_are_names_like_any_other():
    written = """\
- {id: 1, role: x, persona: weak, candidate: 7, company: 42, focus: [2]}
- {id: 2026-01-05, role: x, answers: {1: 42}}
- {id: 1.5, plan: 3, resume: 4, job: 5, persona: 6}
"""
    first, second, third = (entry.row for entry in read_sheet(written, "r.yaml"))
    assert (first.id, first.candidate, first.company, first.focus) == ("1", "7", "42", ("2",))
    assert (second.id, second.answers) == ("2026-01-05", {"1": 42})
    assert (third.id, third.plan, third.resume, third.job, third.persona) == ("1.5", "3", "4", "5", "6")
    [in_json] = read_sheet('{"id": 1, "role": "x", "persona": "weak"}', "r.jsonl")
    assert (in_json.id, in_json.row.id) == ("1", "1")


@pytest.mark.parametrize("given", ["true", "[1]", "{a: 1}"])
def test_what_is_no_name_is_still_told(given):
    told = problems(read_sheet(f"- {{id: {given}, role: x, persona: weak}}\n", "r.yaml"))
    assert told == ["r.yaml:1: id: must be text"]


def test_null_stands_for_what_is_left_out():
    fields = ("id", "candidate", "company", "plan", "resume", "job", "level", "model", "answers", "samples")
    row = {"role": "x", "persona": "weak", **dict.fromkeys(fields)}
    [entry] = read_sheet(json.dumps(row), "r.jsonl")
    [plain] = read_sheet('{"role": "x", "persona": "weak"}', "r.jsonl")
    assert entry.row == plain.row
    assert entry.id == ""


@pytest.mark.parametrize("name", ["r.csv", "r.tsv"])
@pytest.mark.parametrize("parts", [",", ";", "\t"])
def test_a_table_may_be_parted_as_spreadsheets_do_and_have_empty_rows_below(name, parts):
    lines = [["id", "role", "persona", "focus"], ["a", "x", "weak", '"b; c"'], [""] * 4, [""] * 4]
    [entry] = read_sheet("".join(f"{parts.join(line)}\r\n" for line in lines), name)
    assert (entry.row.id, entry.row.focus) == ("a", ("b", "c"))


def test_an_empty_row_between_others_keeps_its_number():
    entries = read_sheet("role,persona\n,\nx,weak\n,\n", "r.csv")
    assert [(entry.number, entry.line, entry.row is None) for entry in entries] == [
        (1, 2, True),
        (2, 3, False),
    ]


def test_the_examples_of_all_forms_are_right():
    for name in ("ten.yaml", "rows.jsonl", "rows.csv"):
        entries = read_sheet((EXAMPLES / name).read_text("utf-8"), name)
        assert problems(entries) == [""] * len(entries)
    assert len(read_sheet((EXAMPLES / "ten.yaml").read_text("utf-8"), "ten.yaml")) == 10


def test_the_readme_s_examples_of_the_three_forms_are_right_and_alike():
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    blocks = re.findall(r"^```(yaml|json|csv)\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    endings = {"yaml": "yaml", "json": "jsonl", "csv": "csv"}
    held = [read_sheet(text, f"rows.{endings[form]}") for form, text in blocks]
    assert [form for form, _ in blocks] == ["yaml", "json", "csv"]
    for entries in held:
        assert problems(entries) == [""] * len(entries)
        assert [(entry.id, entry.row.persona) for entry in entries][:2] == [
            ("good", "strong"),
            ("poor", "weak"),
        ]


def test_the_readme_tells_of_every_field_of_a_row_and_of_a_line():
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    asked, came = readme.split("## What comes out")
    for text, document in ((asked, Row), (came, RowResult)):
        told = {
            name for line in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE) for name in line.split(", ")
        }
        assert {name.strip("`") for name in told} == set(document.model_fields)

"""A file becomes a record: extracted offline or by a model, checked, merged, named and measured."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from interview_cli.errors import UsageError
from interview_cli.llm.port import ModelError
from interview_cli.resume.document import Basics, JsonResume, Profile, Project, Skill, Work
from interview_cli.resume.facts import without_inventions
from interview_cli.resume.ingest import ingest, slug
from interview_cli.resume.merge import merge
from tests.resume.standard import SHARED, needs_schema, problems

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TEXT = """\
Zoë Byron-Łukasz
zoe@example.org | +44 20 7946 0958 | github.com/zoebyron

EXPERIENCE

Engine Works Ltd                                   Mar 2019 - Jun 2023
Backend Engineer
• Wrote a scheduler in Python

SKILLS
Python, Docker
"""


class ScriptedModel:
    """A model that has read the resume in its own way, or does not answer."""

    name = "openai/test"

    def __init__(self, answer: JsonResume | ModelError) -> None:
        self.answer = answer
        self.asked: list[str] = []

    async def extract(self, text: str) -> JsonResume:
        self.asked.append(text)
        if isinstance(self.answer, ModelError):
            raise self.answer
        return self.answer


async def read(data: bytes | str, file_name: str = "cv.txt", **more: Any) -> Any:
    raw = data.encode() if isinstance(data, str) else data
    return await ingest(raw, file_name, **{"name": None, "now": NOW, **more})


# ---------------------------------------------------------------------- the record


async def test_a_text_becomes_a_record() -> None:
    record = await read(TEXT)
    assert record.name == "zoe-byron-lukasz"
    assert (record.file_name, record.ingested_at, record.source) == ("cv.txt", NOW, "offline")
    assert record.text.startswith("Zoë Byron-Łukasz\nzoe@example.org")
    assert (record.years, record.suggested_level) == (4.3, "mid")
    assert record.warnings == []


@pytest.mark.parametrize(
    ("text", "file_name", "name"),
    [("some notes without a name", "My CV (2).txt", "my-cv-2"), ("some notes", "履歴書.txt", "resume")],
)
async def test_without_a_name_the_record_is_named_after_its_file(
    text: str, file_name: str, name: str
) -> None:
    assert (await read(text, file_name)).name == name


async def test_a_given_name_is_kept_and_a_wrong_one_refused() -> None:
    assert (await read(TEXT, name="me_2")).name == "me_2"
    for wrong in ("../etc", "Me", "", "a b"):
        with pytest.raises(UsageError) as raised:
            await read(TEXT, name=wrong)
        assert "--name" in raised.value.hint


async def test_what_was_not_found_is_said() -> None:
    (warning,) = (await read("just a line of text")).warnings
    assert warning.startswith("not found in the resume: name, work experience, skills; ")


async def test_columns_that_were_read_across_are_told() -> None:
    record = await read(
        "Ada Byron\n\nSKILLS  WORK EXPERIENCE\nPython  Engineer, Engine Works\nSQL  2019 - 2023\n"
    )
    assert [warning.split(" stand ")[0] for warning in record.warnings] == ["two columns of the page"]


async def test_the_warnings_of_the_reader_are_kept() -> None:
    record = await read(TEXT.encode("cp1252", "replace"))
    assert "Windows-1252" in record.warnings[0]


def test_a_slug_is_an_identifier_whatever_the_name() -> None:
    assert slug("Jürgen Groß-Ørsted") == "jurgen-gross-orsted"
    assert slug("  ../..  ") == ""
    assert len(slug("x" * 300)) == 64


# ---------------------------------------------------------------------- JSON Resume


async def test_a_json_resume_is_kept_as_it_came() -> None:
    document = {
        "basics": {"name": "Ada Byron", "image": "https://example.org/a.png"},
        "work": [{"name": "Engine Works", "position": "Engineer", "startDate": "2019-03", "endDate": "2023"}],
        "interests": [{"name": "Looms"}],
        "meta": {"theme": "plain"},
    }
    record = await read(json.dumps(document), "ada.json")
    assert record.source == "json"
    assert record.resume.to_standard() == document
    assert record.name == "ada-byron"
    assert record.years == 4.3


async def test_empty_texts_of_a_template_count_as_absent() -> None:
    document = {
        "basics": {"name": "Ada", "url": ""},
        "work": [{"name": "X", "endDate": "", "highlights": [""]}],
    }
    resume = (await read(json.dumps(document), "ada.json")).resume
    assert resume.to_standard() == {"basics": {"name": "Ada"}, "work": [{"name": "X", "highlights": []}]}


async def test_sections_beyond_the_standard_are_left_out_with_a_warning() -> None:
    record = await read(json.dumps({"basics": {"name": "Ada"}, "sideProjects": [1]}), "ada.json")
    assert record.resume.to_standard() == {"basics": {"name": "Ada"}}
    assert "left out, not part of JSON Resume: sideProjects" in record.warnings


async def test_escape_codes_hidden_in_json_are_stripped() -> None:
    record = await read(json.dumps({"basics": {"name": "Ada\x1b[31m By\u202eron"}}), "ada.json")
    assert record.resume.basics.name == "Ada Byron"


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"work": [{"startDate": "March 2020"}]}, "work[0].startDate"),
        ({"basics": {"name": ["Ada"]}}, "basics.name"),
        ({"skills": [{"keywords": "Python"}]}, "skills[0].keywords"),
        ({"basics": {"profiles": {"network": "X"}}}, "basics.profiles"),
    ],
)
async def test_a_wrong_field_of_a_json_resume_is_named(document: dict[str, Any], field: str) -> None:
    with pytest.raises(UsageError) as raised:
        await read(json.dumps(document), "ada.json")
    assert f"{field}:" in raised.value.message
    assert "\n" not in raised.value.message


async def test_json_that_is_no_resume_is_refused() -> None:
    with pytest.raises(UsageError, match="no JSON Resume"):
        await read('{"name": "package", "version": "1.0"}', "package.json")


@needs_schema
async def test_the_standards_own_sample_is_accepted() -> None:
    sample = (SHARED / "jsonresume" / "sample.resume.json").read_bytes()
    record = await read(sample, "sample.json")
    assert record.warnings == []
    found = problems(record.resume)
    assert (
        found
    )  # the sample has an address without a scheme, and how often that is found depends on checkers
    assert all("missdirection.example.com" in problem for problem in found)
    expected, kept = json.loads(sample), record.resume.to_standard()
    del expected["basics"]["image"], expected["basics"]["profiles"][0]["url"]  # empty texts
    assert kept == expected


# ---------------------------------------------------------------------- with a model


async def test_the_models_reading_counts_and_the_offline_one_fills_it() -> None:
    answer = JsonResume(
        basics=Basics(name="Zoë Byron", label="Engineer", email="ZOE@example.org"),
        work=[
            Work(name="Engine Works", position="Backend Engineer", startDate="2019-03", summary="Schedulers.")
        ],
        skills=[Skill(name="Languages", keywords=["python"])],
    )
    model = ScriptedModel(answer)
    record = await read(TEXT, model=model)
    assert (record.source, record.warnings, model.asked) == ("openai/test", [], [record.text])
    basics, (job,) = record.resume.basics, record.resume.work
    assert (basics.name, basics.label, basics.email) == ("Zoë Byron", "Engineer", "ZOE@example.org")
    assert (basics.phone, basics.profiles[0].network) == ("+44 20 7946 0958", "GitHub")
    assert (job.name, job.summary, job.highlights) == (
        "Engine Works",
        "Schedulers.",
        ["Wrote a scheduler in Python"],
    )
    words = [word for group in record.resume.skills for word in group.keywords]
    assert words == ["python", "Docker"]


async def test_what_a_model_invents_is_dropped_and_said() -> None:
    answer = JsonResume(
        basics=Basics(
            email="ceo@example.com",
            phone="+1 555 999 8888",
            url="https://zoe.example",
            profiles=[Profile(network="GitHub", url="https://www.github.com/zoebyron/")],
        ),
        projects=[Project(name="scheduler", url="https://github.com/zoebyron/scheduler")],
    )
    record = await read(TEXT, model=ScriptedModel(answer))
    assert record.resume.basics.email == "zoe@example.org"
    assert record.resume.basics.phone == "+44 20 7946 0958"
    assert record.resume.basics.url is None
    assert record.resume.basics.profiles[0].url == "https://www.github.com/zoebyron/"
    assert record.resume.projects[0].url is None
    said = " ".join(record.warnings)
    for invented in ("ceo@example.com", "+1 555 999 8888", "https://zoe.example", "zoebyron/scheduler"):
        assert invented in said


async def test_when_the_model_fails_the_offline_reading_is_used_and_said() -> None:
    offline = await read(TEXT)
    failed = await read(TEXT, model=ScriptedModel(ModelError("no answer in 60 s", kind="timeout")))
    assert failed.resume == offline.resume
    assert failed.source == "offline"
    assert failed.warnings == [
        "openai/test did not answer (no answer in 60 s); the resume was read without a model"
    ]


async def test_sections_a_model_makes_up_are_left_out() -> None:
    answer = JsonResume.model_validate({"basics": {"name": "Zoë Byron"}, "hobbies": ["chess"]})
    record = await read(TEXT, model=ScriptedModel(answer))
    assert "hobbies" not in record.resume.to_standard()


# ---------------------------------------------------------------------- merging and checking


def test_entries_are_filled_where_both_tell_of_the_same() -> None:
    primary = JsonResume(
        work=[
            Work(name="Acme", position="Engineer", startDate="2020-01"),
            Work(name="Beta Corp.", position="Cook", startDate="2015", endDate="2016"),
        ]
    )
    secondary = JsonResume(
        work=[
            Work(name="beta corp", position="Cook", location="Lyon", endDate="2017"),
            Work(name="Acme Inc", position="Engineer", endDate="2021-05", highlights=["Wrote code"]),
            Work(name="Gamma", position="Clerk", startDate="2010"),
        ]
    )
    first, second = merge(primary, secondary).work or []
    assert (first.name, first.highlights, first.endDate) == ("Acme", ["Wrote code"], None)
    assert (second.location, second.endDate) == ("Lyon", "2016")


def test_what_the_first_leaves_out_altogether_comes_from_the_second() -> None:
    secondary = JsonResume(basics=Basics(name="Ada", phone="1"), work=[Work(name="Acme")])
    assert merge(JsonResume(), secondary) == secondary
    merged = merge(JsonResume(basics=Basics(name="Ada Byron"), work=[]), secondary)
    assert (merged.basics.name, merged.basics.phone) == ("Ada Byron", "1")  # type: ignore[union-attr]
    assert merged.work == secondary.work


def test_profiles_and_skills_of_both_are_united() -> None:
    primary = JsonResume(
        basics=Basics(profiles=[Profile(network="GitHub", username="ada")]),
        skills=[Skill(name="Backend", keywords=["Python"]), Skill(name="Docker")],
    )
    secondary = JsonResume(
        basics=Basics(
            profiles=[Profile(network="github", url="https://github.com/ada"), Profile(network="X")]
        ),
        skills=[
            Skill(name="backend", keywords=["python", "Go"]),
            Skill(name="Tools", keywords=["docker", "Git"]),
        ],
    )
    merged = merge(primary, secondary).to_standard()
    assert merged["basics"]["profiles"] == [
        {"network": "GitHub", "username": "ada", "url": "https://github.com/ada"},
        {"network": "X"},
    ]
    assert merged["skills"] == [
        {"name": "Backend", "keywords": ["Python", "Go"]},
        {"name": "Docker"},
        {"name": "Tools", "keywords": ["Git"]},
    ]


def test_addresses_count_however_they_are_broken_or_spelled() -> None:
    text = "Mail: Zoe@\nExample.org, phone (020) 79 46-09 58, https://www.Example.org/Zoe/"
    resume = JsonResume(
        basics=Basics(email="zoe@example.org", phone="+02079460958", url="http://example.org/zoe")
    )
    assert without_inventions(resume, text) == (resume, [])
    assert without_inventions(JsonResume(basics=Basics(phone="12")), text)[1] == ["phone number 12"]


async def test_a_text_in_which_nothing_of_a_resume_is_found_says_what_to_do():
    record = await ingest(b"hello", "one.txt", name=None, now=NOW)
    [warning] = record.warnings
    assert warning.startswith("not found in the resume: name, work experience, skills; nothing can be asked")
    assert "--model" in warning

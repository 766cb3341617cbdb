"""What a job asks for and a resume does not mention, with spellings, synonyms and what implies it folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from interview_cli.resume.document import JsonResume
from interview_cli.resume.posting.document import Gap, JobPosting, JobTerm
from interview_cli.resume.skill_list import find_in

MOST_GAPS = 12
_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
# Words that share all but their last four letters, and at least four, are forms of one: "tests", "testing".
_SHORTEST_STEM, _ENDING = 4, 4
# A bare "and" or "of" in a name proves nothing.
_SMALL = frozenset({"and", "of", "the", "to", "for", "in", "as", "a", "or"})


def gaps_between(posting: JobPosting, resume: JsonResume, resume_text: str) -> list[Gap]:
    """The posting's terms that the resume lacks, the most important first; at most `MOST_GAPS`.

    A term is there when the resume names it, one of its synonyms, something that shows it ("Jenkins" shows
    CI/CD), one of the alternatives the posting allows, or its words in other forms.
    """
    texts = _texts(resume, resume_text)
    known = shown_by(item.skill for text in texts for item in find_in(text, in_list=True))
    stems = [_stems(text) for text in texts]
    written = " ".join(" ".join(_WORD.findall(text.casefold())) for text in texts)

    def has(name: str) -> bool:
        return (
            name in known or _is_written(name, written) or any(_in_other_forms(name, line) for line in stems)
        )

    missing = [
        term for term in posting.terms if not any(has(name) for name in (term.name, *term.alternatives))
    ]
    titled = {item.skill for item in find_in(posting.title)}
    missing.sort(key=lambda term: -_importance(term, in_title=term.name in titled))
    return [Gap(name=term.wording, need=term.need, line=term.line) for term in missing[:MOST_GAPS]]


def shown_by(skills: Iterable[str]) -> frozenset[str]:
    """The skills with all that they show: who names Amazon EKS knows Kubernetes, and so Docker."""
    known: set[str] = set()
    waiting = list(skills)
    while waiting:
        skill = waiting.pop()
        if skill not in known:
            known.add(skill)
            waiting += _shows().get(skill, ())
    return frozenset(known)


def _importance(term: JobTerm, *, in_title: bool) -> float:
    """How much the job needs a term: by need first, then whether its title says it, then by mentions."""
    need = {"required": 4.0, "used": 2.0, "preferred": 0.0}[term.need]
    return need + 1.5 * in_title + min(1.5, 0.5 * (term.mentions - 1)) - 0.4 * bool(term.alternatives)


@cache
def _shows() -> dict[str, tuple[str, ...]]:
    """Skill to the skills it shows, from `implied.txt`."""
    shows: dict[str, list[str]] = {}
    for line in files(__package__).joinpath("implied.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            shown, _, by = line.partition(" < ")
            for name in by.split(", "):
                shows.setdefault(name, []).append(shown)
    return {name: tuple(shown) for name, shown in shows.items()}


def _texts(resume: JsonResume, resume_text: str) -> Sequence[str]:
    """All lines of a resume: its text, and what stands in its document alone."""
    listed = [word for skill in resume.skills or [] for word in (skill.name or "", *(skill.keywords or []))]
    listed += [word for project in resume.projects or [] for word in project.keywords or []]
    said = [text for project in resume.projects or [] for text in (project.name, project.description) if text]
    said += [text for job in resume.work or [] for text in (job.position, job.summary) if text]
    said += [line for job in resume.work or [] for line in job.highlights or []]
    said += [line for project in resume.projects or [] for line in project.highlights or []]
    return [*resume_text.splitlines(), *listed, *said]


def _is_written(name: str, written: str) -> bool:
    words = " ".join(_WORD.findall(name.casefold()))
    return bool(words) and f" {words} " in f" {written} " and (len(words) > 2 or name.isupper())


def _in_other_forms(name: str, line: frozenset[str]) -> bool:
    """Whether a line says all words of a name in some form: "product management" in "Product Manager"."""
    wanted = [word for word in _WORD.findall(name.casefold()) if word not in _SMALL]
    return len(wanted) > 1 and all(_stem(word) in line for word in wanted)


def _stems(line: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(line.casefold()))


def _stem(word: str) -> str:
    return word[: max(_SHORTEST_STEM, len(word) - _ENDING)]

"""Whether a job description is for another role than the one interviewed for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from interview_cli.coach.words import content_stems, words
from interview_cli.errors import UsageError
from interview_cli.interview.bearing import ON_TOPIC, term_named, touch
from interview_cli.library.role import Role
from interview_cli.resume.posting.document import JobPosting

if TYPE_CHECKING:
    from interview_cli.library.shelf import Library

# Where no title says so, another role must share far more of the posting's telling words than the chosen one,
# and as many as postings share with their own role.
_FAR_MORE, _SURE = 1.6, 0.15
# A role none of whose questions deals with even one of so many things asked for is the wrong one.
_ENOUGH_TERMS = 3
# Words that titles of many roles share.
_LEVELS: Final = frozenset(
    content_stems("senior junior lead staff principal head associate engineer developer manager".split())
)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A posting is not for the role interviewed for; `better` is the role it reads like, if there is one."""

    better: Role | None


def misfit(job: JobPosting, chosen: Role, library: Library) -> Misfit | None:
    """Whether a posting is plainly not for the chosen role; None where it may be.

    The other roles are read only when the posting's title does not name the chosen one.
    """
    if _named_by(job.title, chosen) or _called(job.title, chosen):
        return None
    others = list(_readable(library, chosen))
    telling = _telling_words([chosen, *others])
    posting = set(content_stems(words(f"{job.title} {job.text}")))
    fits = {role.id: _fit(posting, telling[role.id]) for role in [chosen, *others]}
    own = fits[chosen.id]
    if called := next((role for role in others if _called(job.title, role)), None):
        return Misfit(called)
    named = [role for role in others if _named_by(job.title, role)]
    best = max(named or others, key=lambda role: fits[role.id], default=chosen)
    if fits[best.id] > own and (named or (fits[best.id] >= _FAR_MORE * own and fits[best.id] >= _SURE)):
        return Misfit(best)
    return Misfit(None) if _asks_for_other_things(job, chosen) else None


def _named_by(title: str, role: Role) -> bool:
    """Whether a title says the words that make a role's name its own: "Backend" in "Backend Developer"."""
    own = set(content_stems(words(role.name))) - _LEVELS
    return bool(own) and own <= set(content_stems(words(title)))


def _asks_for_other_things(job: JobPosting, role: Role) -> bool:
    """Whether a posting asks for several things, and no question of the role deals with any of them."""
    names = [name for term in job.terms for name in (term.name, *term.alternatives)]
    return len(names) >= _ENOUGH_TERMS and not any(
        touch(term_named(name), question) >= ON_TOPIC for name in names for question in role.questions
    )


def _called(title: str, role: Role) -> bool:
    """Whether a title is a role's name, with no more than a seniority beside it."""
    core = re.split(r"[,(|–—]|\s-\s", title, maxsplit=1)[0]
    own = set(content_stems(words(role.name)))
    return own == set(content_stems(words(core))) - (_LEVELS - own)


def _readable(library: Library, chosen: Role) -> Iterable[Role]:
    for role_id in library.role_paths():
        try:
            role = library.role(role_id)
        except UsageError:
            continue
        if role.id != chosen.id:
            yield role


def _telling_words(roles: list[Role]) -> dict[str, dict[str, float]]:
    """Each role's words, weighted by how few other roles use them (0-1)."""
    spoken = {role.id: _spoken(role) for role in roles}
    known = Counter(stem for stems in spoken.values() for stem in stems)
    return {
        name: {stem: 1.0 - (known[stem] - 1) / len(roles) for stem in stems} for name, stems in spoken.items()
    }


def _spoken(role: Role) -> frozenset[str]:
    said = [role.name, role.summary, *(tag.replace("-", " ") for tag in role.focus)]
    said += [question.text for question in role.questions]
    said += [point.fact for question in role.questions for point in question.key_points]
    return frozenset(content_stems(words(" ".join(said))))


def _fit(posting: set[str], telling: dict[str, float]) -> float:
    """How much of a role's telling words a posting says, against the posting's own size."""
    shared = sum(weight**2 for stem, weight in telling.items() if stem in posting)
    return shared / len(posting) if posting else 0.0

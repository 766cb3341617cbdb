"""What a commit's first line says, without its marks, and how much there is to ask about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.activity.subjects import read_subject


@pytest.mark.parametrize(
    ("line", "text", "kind", "scope", "ticket"),
    [
        ("feat(auth): add refresh tokens (#412)", "add refresh tokens", "feat", "auth", "#412"),
        ("refactor(api)!: split the router", "split the router", "refactor", "api", ""),
        ("net/http: limit header size", "limit header size", "", "net/http", ""),
        ("mm: memcg: fix a race in reclaim", "fix a race in reclaim", "", "mm", ""),
        ("[PAY-123] Retry failed charges", "Retry failed charges", "", "", "PAY-123"),
        ("PAY-123: retry failed charges", "retry failed charges", "", "", "PAY-123"),
        (
            "Fixed #35412 -- Made the runner handle crashes",
            "Made the runner handle crashes",
            "",
            "",
            "#35412",
        ),
        ("Handle empty files. Closes #9", "Handle empty files", "", "", "#9"),
        (":sparkles: Add dark mode", "Add dark mode", "", "", ""),
        ("✨ Add dark mode", "Add dark mode", "", "", ""),
        ("fixup! Add dark mode", "Add dark mode", "", "", ""),
        ("red 🎉 feat(cache): memoize role lookups", "memoize role lookups", "feat", "cache", ""),
        (":tada: feat(cache)!: memoize role lookups", "memoize role lookups", "feat", "cache", ""),
        ("✨(api): add cursor pagination", "add cursor pagination", "", "api", ""),
        ("feat (cart): one-step checkout", "one-step checkout", "feat", "cart", ""),
        ("feature/PAY-123: retry failed charges", "retry failed charges", "feature", "", "PAY-123"),
        ("hotfix/login: handle expired tokens", "handle expired tokens", "hotfix", "login", ""),
        ("[PAY-123][backend] Retry failed charges", "Retry failed charges", "", "backend", "PAY-123"),
        ("PAY-123 | Retry failed charges", "Retry failed charges", "", "", "PAY-123"),
        ("JIRA: PAY-123 retry failed charges", "retry failed charges", "", "", "PAY-123"),
        ("[hotfix] handle expired tokens", "handle expired tokens", "hotfix", "", ""),
        ("[skip ci] Tune the nightly backup", "Tune the nightly backup", "", "", ""),
        ("BREAKING CHANGE: remove v1 endpoints", "remove v1 endpoints", "", "", ""),
        ('Revert "feat(cache): memoize lookups"', 'Revert "memoize lookups"', "", "", ""),
        ("FIX THE LOGIN BUG ON SAFARI", "fix the login bug on safari", "", "", ""),
        ("Add JWT, RSA and HMAC", "Add JWT, RSA and HMAC", "", "", ""),
        ("Hash with SHA-256", "Hash with SHA-256", "", "", ""),
        ("Read UTF-8 names (see https://example.org/x)", "Read UTF-8 names", "", "", ""),
    ],
)
def test_type_scope_and_ticket_are_told_from_what_was_done(line, text, kind, scope, ticket):
    subject = read_subject(line)
    assert (subject.text.removesuffix(" (see"), subject.type, subject.scope, subject.ticket) == (
        text,
        kind,
        scope,
        ticket,
    )


@pytest.mark.parametrize(
    "line",
    [
        *(
            "wip",
            "WIP",
            "more wip",
            "fix typo",
            "Fix a typo in README",
            "typo",
            "fix: typo",
            ".",
            "asdf",
            "fix",
            "oops",
        ),
        *(
            "Bump lodash from 4.17.20 to 4.17.21",
            "chore(deps): update dependencies",
            "v1.2.3",
            "Release 2.0.0",
        ),
        *(
            "Merge branch 'main' of example.org/x",
            "minor fixes",
            "address review comments",
            "fix tests",
            "Fix lint",
        ),
        *("Try again", "please work", "fix fix fix", "Oops, forgot the migration", "why is this broken??"),
        *("Merged in feature/x (pull request #7)", "Final version (really this time)"),
        "Bump the npm_and_yarn group across 1 directory with 3 updates",
        "fix(deps): update dependency axios to v1.6.0 [security]",
        *("Update README.md", "cleanup", "Initial commit", "fixup! Keep the lock", "run black", "", "   "),
    ],
)
def test_work_that_names_nothing_weighs_little(line):
    assert read_subject(line).is_routine


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Fix the race in session expiry",
            "Test the retry path of the client",
            "Save the session before asking",
        ),
        *("Format dates in the local time zone", "Merge equal sessions", "Release locks before callbacks"),
        *("Fix the fixture of the store", "Merge equal sessions into one row", "Pleasant errors for users"),
        *("More robust parsing of dates", "Clean up the session store", "Suggest a command for a typo"),
    ],
)
def test_work_that_only_begins_like_routine_keeps_its_weight(line):
    assert read_subject(line).weight > 0.5


def test_programs_and_chores_weigh_less_than_features():
    assert read_subject("Add a cache for roles", "dependabot[bot] x@example.org").is_routine
    weights = [
        read_subject(f"{kind}: add a cache for roles").weight for kind in ("feat", "test", "ci", "docs")
    ]
    assert weights == sorted(weights, reverse=True)


@given(st.text(max_size=500))
def test_any_line_can_be_read(line):
    subject = read_subject(line)
    assert 0 <= subject.weight <= 1
    assert subject.text == " ".join(subject.text.split())

"""Recent work is named in a question as a person who has read of it would name it."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.activity.fragment import MOST_TITLE, Fragment
from interview_cli.interview.articles import with_articles
from interview_cli.interview.mention import mention, when_was
from interview_cli.interview.verbs import past, verb_of

FRIDAY = date(2026, 3, 13)


def fragment(title, source="commits", text="", *, days=1):
    return Fragment(
        id=f"{source}-1", source=source, title=title, text=text or title, date=FRIDAY - timedelta(days=days)
    )


def named(title, source="commits", text="", *, room=18, seed=0):
    # Forms used before come last, so that a test sees the first one.
    return mention(fragment(title, source, text), FRIDAY, room, random.Random(seed), Counter())


def all_names(title, **options):
    return {named(title, seed=seed, **options) for seed in range(20)}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (
            "Change how sessions expire in the auth service",
            "This week you changed how sessions expire in the auth service.",
        ),
        ("feat(auth): add refresh tokens", "This week you added refresh tokens in auth."),
        ("Drop support for Python 3.8", "This week you dropped support for Python 3.8."),
        ("Splits the engine: one half tells, one listens", "This week you split the engine."),
        ("refactor(api)!: split monolithic router", "This week you split the monolithic router in the API."),
        ("Replaced our own parser", "This week you replaced your own parser."),
        (
            "Upgrade Spring Boot to 3.2 and fix the resulting failures",
            "This week you upgraded Spring Boot to 3.2.",
        ),
        (
            "Add retry with backoff to the S3 client because uploads fail under load in one region at night",
            "This week you added retry with backoff to the S3 client.",
        ),
    ],
)
def test_what_an_engineer_did_is_said_in_the_past(title, name):
    assert name in all_names(title)


@pytest.mark.parametrize(
    ("title", "aim"),
    [
        ("Parse a prompt once per process", "to parse a prompt once per process."),
        ("Let tables fit 80 columns, and say what there is", "to let tables fit 80 columns."),
        ("mm: fix race in reclaim", "to fix the race in reclaim in mm."),
        ("Properly close database connections", "to properly close database connections."),
        ("Finally fix flaky upload", "to fix flaky upload."),
        ("perf: avoid N+1 query in order listing", "to avoid the N+1 query in order listing."),
        (
            "Say why an interview ended; Ctrl+D keeps a draft; more counts",
            "to say why an interview ended.",
        ),
    ],
)
def test_what_a_change_is_meant_to_do_is_said_as_an_aim_and_not_as_a_success(title, aim):
    assert all(name.endswith(aim) for name in all_names(title))
    assert len(all_names(title)) > 1


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (
            "Cache invalidation in product listing",
            'This week you committed "Cache invalidation in product listing".',
        ),
        ("ADD LOGGING TO PAYMENTS", "This week you added logging to payments."),
        (
            "SELECT * considered harmful: list columns",
            'This week you committed "SELECT * considered harmful: list columns".',
        ),
        (
            "About 'locks; and keys' of ours; more",
            "This week you committed \"About 'locks; and keys' of ours; more\".",
        ),
        ("Move importer from cron to a queue", "This week you moved the importer from cron to a queue."),
        (
            "Convert job from callback to promise",
            "This week you converted the job from a callback to promise.",
        ),
        ("Add dark mode", "This week you added dark mode."),
        ("perf(cache): evict old roles", "This week you set out to evict old roles in the cache."),
        ("Add The New Payment Provider Page", 'This week you committed "Add The New Payment Provider Page".'),
        ("fix: token refresh loop", 'This week you committed a fix: "token refresh loop".'),
        ("net/http: header size limit", 'This week you committed "header size limit" in net/http.'),
        ("We now use our own parser", 'This week you committed "We now use our own parser".'),
        ("Сессии живут дольше", 'This week you committed "Сессии живут дольше".'),
        ('Say "why?" to nobody', "This week you made a change to say 'why' to nobody."),
    ],
)
def test_what_cannot_be_said_naturally_is_quoted(title, name):
    assert name in all_names(title)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Moved the importer to a queue.", "This week you noted that you moved the importer to a queue."),
        (
            "I decided that my own cache goes",
            "This week you noted that you decided that your own cache goes.",
        ),
        (
            "Postgres locks are released at the end",
            'This week you noted: "Postgres locks are released at the end".',
        ),
        (
            "We decided against Kafka: too much",
            'This week you noted: "We decided against Kafka: too much".',
        ),
    ],
)
def test_notes_are_told_as_what_the_person_wrote_down(title, name):
    assert name in all_names(title, source="note")


def test_a_part_of_a_file_is_named_by_its_heading():
    names = all_names("Sessions in Redis", source="file", text="Sessions in Redis: they are there now")
    assert 'This week you wrote about "Sessions in Redis".' in names


def test_a_long_text_without_any_end_is_quoted_with_dots():
    title = " ".join(f"word{number}" for number in range(30))
    assert named(title, room=12).endswith(' word3 ...".')


@pytest.mark.parametrize(
    ("days", "on", "said"),
    [
        (0, FRIDAY, "this week"),
        (4, FRIDAY, "this week"),
        (5, FRIDAY, "in the last few days"),
        (1, date(2026, 3, 16), "in the last few days"),
        (12, FRIDAY, "in the past two weeks"),
        (30, FRIDAY, "in the past month"),
        (90, FRIDAY, "a while ago"),
        (-3, FRIDAY, "this week"),
    ],
)
def test_when_it_was_is_said_as_people_say_it(days, on, said):
    assert when_was(on - timedelta(days=days), on) == said


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("add", "added"),
        ("drop", "dropped"),
        ("rename", "renamed"),
        ("copy", "copied"),
        ("split", "split"),
        ("rewrite", "rewrote"),
        ("deploy", "deployed"),
        ("refactor", "refactored"),
        ("set", "set"),
    ],
)
def test_the_past_of_a_verb(verb, form):
    assert past(verb) == form


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Adds a cache", "add"),
        ("Adding a cache", "add"),
        ("Cache responses", "cache"),
        ("Cache keys in Redis", "cache"),
        ("Cache invalidation", ""),
        ("Tests for it", ""),
        ("Test the client", "test"),
        ("Support for it", ""),
        ("Support more of it", "support"),
        ("Dark mode", ""),
        ("Fix", ""),
        ("ADD it", ""),
        ("", ""),
    ],
)
def test_a_verb_is_told_from_a_noun_by_what_follows(text, verb):
    assert verb_of(text) == verb


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("fix race in vendor consistency check", "fix the race in the vendor consistency check"),
        ("add index on orders", "add an index on orders"),
        ("add the library, the model client", "add the library, the model client"),
        ("add pagination to listing", "add pagination to listing"),
        ("handle null customer id", "handle a null customer id"),
        ("parse once per process", "parse once per process"),
        ("rewrite scheduler as state machine", "rewrite the scheduler as a state machine"),
        ("hold the lock while calling the loader", "hold the lock while calling the loader"),
        ("add HTTP client", "add an HTTP client"),
        ("add user page", "add a user page"),
    ],
)
def test_articles_stand_where_the_short_style_left_them_out(short, full):
    assert with_articles(short) == full


@given(
    title=st.text(min_size=1, max_size=MOST_TITLE).filter(str.strip),
    source=st.sampled_from(["commits", "note", "file"]),
    room=st.integers(1, 25),
    seed=st.integers(0, 5),
)
def test_any_title_is_named_in_one_sentence_within_the_room_or_not_at_all(title, source, room, seed):
    name = named(title, source, room=room, seed=seed)
    assert len(name.split()) <= room
    assert "?" not in name
    assert "\n" not in name
    assert not name or (name[0].isupper() and name.endswith("."))

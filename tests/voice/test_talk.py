"""What presses, repeats and releases of the talk key mean; all times are given, none passes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import count, takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.voice.talk import Action, Talk, TalkMode

TICK = 0.05
Event = tuple[float, str]


def held(
    at: float, seconds: float, *, first: float = 0.66, then: float = 0.04, jitter: Iterable[float] = ()
) -> Iterator[Event]:
    """The presses that a terminal without releases sends while a key is held; each as late as it is told."""
    late = iter(jitter)
    arrived = at
    sent = [at, *takewhile(lambda time: time < at + seconds, (at + first + then * n for n in count()))]
    for time in sent:
        arrived = max(arrived, time + next(late, 0.0))
        yield arrived, "press"


def ticks(until: float, every: float = TICK, begin: float = 0.0) -> Iterator[Event]:
    """Looks at the clock, evenly."""
    return ((begin + every * n, "tick") for n in range(int((until - begin) / every) + 1))


def close_ticks(end: float) -> Iterator[Event]:
    """Looks every 2 ms from shortly before the end of a hold on."""
    yield from ticks(end - 0.1)
    yield from ticks(end + 1, 0.002, end - 0.1)


def heard(talk: Talk, *streams: Iterable[Event]) -> list[tuple[float, Action]]:
    """What comes of these events in the order of time."""
    found = []
    for at, name in merge(*streams):
        if name in ("first", "again"):
            action = talk.press(at, repeated=name == "again")
        else:
            action = getattr(talk, name)(at)
        if action is not None:
            found.append((at, action))
    return found


def actions(talk: Talk, *streams: Iterable[Event]) -> list[Action]:
    return [action for _, action in heard(talk, *streams)]


# ---------------------------------------------------------------------- which way is in force


@pytest.mark.parametrize(
    ("mode", "proves", "way"),
    [
        ("auto", True, "hold by release"),
        ("auto", False, "toggle"),
        ("hold", True, "hold by release"),
        ("hold", False, "hold by repeat"),
        ("toggle", True, "toggle"),
        ("toggle", False, "toggle"),
    ],
)
def test_the_way_follows_from_the_mode_and_from_what_the_terminal_proved(
    mode: TalkMode, proves: bool, way: str
) -> None:
    assert Talk(mode, proves_releases=proves).way == way
    later = Talk(mode)
    later.prove(proves)
    assert later.way == way


def test_what_was_begun_goes_on_in_its_way_when_the_proof_comes_amid_it() -> None:
    talk = Talk()
    assert talk.press(0.0) == "start"
    talk.prove(True)
    assert talk.release(0.1) is None
    assert (talk.way, talk.state) == ("toggle", "locked")
    assert talk.press(5.0, repeated=False) == "stop"
    assert talk.way == "hold by release"


def test_what_is_held_stays_open_when_no_release_can_come_any_more() -> None:
    for lose in (Talk.lose_sight, lambda talk: talk.prove(False)):
        talk = Talk(proves_releases=True)
        assert talk.press(0.0, repeated=False) == "start"
        lose(talk)
        assert talk.state == "locked"
        assert talk.release(9.0) is None
        assert talk.press(10.0, repeated=False) == "stop"


def test_a_sentence_says_how_to_go_on() -> None:
    talk = Talk("hold")
    assert talk.says() == "Hold Space to talk; let go when done."
    talk.press(0.0)
    assert talk.says("F9") == "Keep holding F9 until you are done, or press it again to end; Esc discards."
    talk.press(0.6)
    assert talk.says() == "Let go of Space when done; Esc discards."
    assert Talk("toggle").says() == "Space starts, Space or Enter ends, Esc discards."
    talk = Talk()
    talk.press(0.0)
    assert talk.says() == "Space or Enter ends, Esc discards."


# ---------------------------------------------------------------------- hold by release


def test_a_key_that_is_let_go_ends_what_it_began() -> None:
    talk = Talk(proves_releases=True)
    repeats = [(0.5 + 0.03 * n, "again") for n in range(100)]
    assert actions(talk, [(0.0, "first"), (3.6, "release")], repeats, ticks(5)) == ["start", "stop"]


def test_a_tap_locks_it_open_until_the_next_press() -> None:
    talk = Talk(proves_releases=True)
    assert actions(talk, [(0.0, "first"), (0.2, "release"), (0.4, "first"), (0.5, "release")]) == [
        "start",
        "stop",
    ]


def test_a_press_whose_release_was_lost_is_ended_by_the_next_one() -> None:
    talk = Talk(proves_releases=True)
    assert actions(talk, [(0.0, "first"), (4.0, "first"), (5.0, "release"), (6.0, "first")]) == [
        "start",
        "stop",
        "start",
    ]


def test_presses_that_nobody_marks_are_repeats_while_the_key_is_down() -> None:
    talk = Talk(proves_releases=True)
    assert actions(talk, held(0.0, 3.0), [(3.0, "release")], ticks(4)) == ["start", "stop"]


@pytest.mark.parametrize("end", ["enter", "escape"])
def test_enter_and_escape_end_what_is_still_held_and_the_held_key_begins_nothing(end: str) -> None:
    talk = Talk(proves_releases=True)
    repeats = [(0.5 + 0.03 * n, "again") for n in range(100)]
    events = [(0.0, "first"), (2.0, end), (4.0, "release")]
    assert actions(talk, events, repeats) == ["start", {"enter": "stop", "escape": "discard"}[end]]


# ---------------------------------------------------------------------- toggle

HOLDS = st.lists(
    st.tuples(
        st.floats(1.3, 60.0),  # silence before it
        st.floats(0.01, 8.0),  # how long it is held
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40)
@given(HOLDS, st.floats(0.25, 1.0), st.floats(0.03, 0.1), st.randoms(use_true_random=False), st.booleans())
def test_however_long_a_key_is_held_a_press_of_a_toggle_counts_once(
    holds: list[tuple[float, float]], first: float, then: float, chance: random.Random, again: bool
) -> None:
    talk = Talk("toggle")
    at, presses = 0.0, []
    for silence, seconds in holds:
        jitter = (chance.uniform(0, 0.149) for _ in count())
        presses += held(at, seconds, first=first, then=then, jitter=jitter)
        at = presses[-1][0] + silence
    expected = [("start", "stop")[n % 2] for n in range(len(holds))]
    assert actions(talk, presses, ticks(at) if again else ()) == expected


def test_a_terminal_that_is_held_up_for_a_moment_flips_nothing() -> None:
    presses = [*held(0.0, 2.0), *((2.45 + n / 1000, "press") for n in range(12)), (2.5, "press")]
    assert actions(Talk("toggle"), presses) == ["start"]


def test_a_quick_second_press_is_no_end_but_enter_is() -> None:
    events = [(0.0, "press"), (0.4, "press"), (0.6, "enter"), (0.7, "enter"), (3.0, "press"), (3.1, "escape")]
    assert actions(Talk("toggle"), events) == ["start", "stop", "start", "discard"]


def test_where_releases_are_proved_a_toggle_needs_no_silence_between_presses() -> None:
    talk = Talk("toggle", proves_releases=True)
    taps = [(0.3 * n + after, name) for n in range(4) for after, name in ((0.0, "first"), (0.1, "release"))]
    assert actions(talk, taps, [(0.05, "again"), (0.35, "again")]) == ["start", "stop", "start", "stop"]


# ---------------------------------------------------------------------- hold by repeat


def test_two_thousand_holds_are_told_from_their_repeats_alone() -> None:
    chance = random.Random(1)
    wrong, lateness = 0, []
    for number in range(2000):
        seconds = chance.uniform(0.7, 12.0)
        most = (0.0, 0.008, 0.05, 0.149)[number % 4]
        presses = [*held(0.0, seconds, jitter=(chance.uniform(0, most) for _ in count()))]
        found = heard(Talk("hold"), presses, close_ticks(seconds))
        wrong += [action for _, action in found] != ["start", "stop"]
        lateness += [found[-1][0] - presses[-1][0]] if most < 0.01 else []
    assert wrong == 0
    # After the last sign of the key: 250 ms and up to one look at the clock.
    assert 0.25 <= min(lateness) <= max(lateness) <= 0.253


def test_the_end_of_a_hold_is_noticed_within_a_quarter_of_a_second_of_it() -> None:
    chance = random.Random(2)
    late = []
    for _ in range(500):
        seconds = chance.uniform(0.7, 12.0)
        late.append(heard(Talk("hold"), held(0.0, seconds), close_ticks(seconds))[-1][0] - seconds)
    assert 0.205 <= min(late) <= max(late) <= 0.253


@pytest.mark.parametrize("seconds", [0.05, 0.6])
def test_a_press_that_never_repeats_is_that_of_a_toggle(seconds: float) -> None:
    presses = [*held(0.0, seconds), *held(9.0, seconds), *held(15.0, seconds)]
    assert actions(Talk("hold"), presses, ticks(14)) == ["start", "stop", "start"]


def test_the_press_that_ends_a_toggle_may_be_held_and_begins_nothing() -> None:
    talk = Talk("hold")
    assert actions(talk, held(0.0, 0.1), held(9.0, 4.0), ticks(20)) == ["start", "stop"]


def test_a_hold_that_is_ended_by_enter_begins_nothing_while_the_key_repeats_on() -> None:
    talk = Talk("hold")
    assert actions(talk, held(0.0, 5.0), [(2.0, "enter")], ticks(8)) == ["start", "stop"]
    assert talk.press(9.0) == "start"


def test_keys_that_waited_while_the_program_was_busy_end_no_hold() -> None:
    talk = Talk("hold")
    for at, name in [*held(0.0, 2.0)]:
        getattr(talk, name)(at)
        talk.tick(at)
    # Nothing was looked at for 0.6 s; then the clock is first, and then the keys with the times they came at.
    assert talk.tick(2.6) is None
    for at in (2.02, 2.06, 2.1, 2.14, 2.58):
        assert talk.press(at) is None
    assert talk.tick(2.62) is None
    assert heard(talk, ticks(3, 0.01, 2.63))[0][1] == "stop"


# ---------------------------------------------------------------------- whatever is pressed

EVENTS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.01, 0.04, 0.1, 0.3, 0.66, 1.1, 1.5, 4.0]),
        st.sampled_from(
            ["press", "first", "again", "release", "enter", "escape", "tick", "over", "see", "not", "lose"]
        ),
    ),
    max_size=60,
)


@given(EVENTS, st.sampled_from(["auto", "toggle", "hold"]), st.booleans())
def test_whatever_is_pressed_every_start_has_one_end_and_keys_without_meaning_do_nothing(
    events: list[tuple[float, str]], mode: TalkMode, proves: bool
) -> None:
    talk = Talk(mode, proves_releases=proves)
    now = 100.0
    for pause, name in events:
        now += pause
        before = talk.is_talking
        match name:
            case "over":
                talk.over()
                assert not talk.is_talking
                continue
            case "see" | "not":
                talk.prove(name == "see")
                action = None
            case "lose":
                talk.lose_sight()
                action = None
            case "first" | "again":
                action = talk.press(now, repeated=name == "again")
            case _:
                action = getattr(talk, name)(now)
        assert talk.is_talking == {"start": True, "stop": False, "discard": False, None: before}[action]
        assert action is None or before == (action != "start")
        if name in ("enter", "escape") and before:
            assert action == {"enter": "stop", "escape": "discard"}[name]
        if name == "again" and talk.proves_releases:
            assert action is None
        assert talk.says()

"""The report in the terminal."""

from __future__ import annotations

import io
from typing import Literal

from rich.console import Console

from interview_cli.interview.session import Session
from interview_cli.report import terminal
from interview_cli.report.outline import outline
from tests.documents import criterion, every_kind_of_turn, plain_session


def shown(session: Session, *, full: bool = False, color: bool = False) -> str:
    """What the console prints, lines without trailing space."""
    system: Literal["standard"] | None = "standard" if color else None
    screen = Console(file=io.StringIO(), width=100, force_terminal=color, color_system=system)
    for piece in terminal.render(outline(session), full=full):
        screen.print(piece)
    assert isinstance(screen.file, io.StringIO)
    return "\n".join(line.rstrip() for line in screen.file.getvalue().splitlines())


def test_every_question_is_shown_with_its_score_in_words() -> None:
    report = shown(every_kind_of_turn())

    assert "\nQ1 (Technical)  84 of 100, good ──" in report
    assert "\nQ1 Follow-up 1 (Technical)  60 of 100, fair ──" in report
    assert "\nResume Q (Technical) ──" in report
    assert "Offline\n  estimate, in no total: 62 of 100, fair." in report


def test_evidence_points_and_improvements_stand_under_the_answer() -> None:
    report = shown(every_kind_of_turn())

    assert '"insert that key under a unique constraint"' in report
    assert (
        '  made     The key is claimed atomically before the charge. ("unique constraint before the charge")'
        in report
    )
    assert "  missing  A repeated request gets the stored result." in report
    assert "  missing  task, result (parts of the story)" in report
    assert "  improve  Name who may retry, and how often." in report
    assert "  next     To reach level 5: say what happens when the server dies after the charge." in report


def test_a_long_answer_is_cut_and_full_shows_it_with_the_sample() -> None:
    session = plain_session("abcdefgh", answer=" ".join(f"word{place}" for place in range(100)))

    assert "... (20 more words)" in shown(session)
    assert "word99" not in shown(session)
    assert "word99" in shown(session, full=True)
    assert "A strong answer" in shown(session, full=True)
    assert terminal.is_cut(outline(session))


def test_an_editors_line_breaks_are_taken_out_of_an_answer_but_not_those_of_a_list_or_code() -> None:
    prose = "word " * 16 + "end\nand on it goes"
    code = "def f(a, b):\n    return a + b\nprint(f(1, 2))"
    listed = "- " + "item " * 16 + "end\n- next"
    report = shown(plain_session("abcdefgh", answer=f"{prose}\n{code}\n{listed}"))

    assert "word end and on" in report
    assert "  def f(a, b):\n      return a + b\n  print(f(1, 2))\n" in report
    assert "\n  - next\n" in report


def test_samples_that_lie_apart_and_what_a_judgement_rests_on_are_said_in_words() -> None:
    session = every_kind_of_turn()
    judgement = session.turns[5].evaluation
    assert judgement is not None
    judgement.note = "The parts of the story were found by plain rules: \x1b[2Jthe server answered 500."
    report = " ".join(shown(session).split())

    assert "Judged by openai/gpt-4o-mini. Low agreement between its samples on 1 of 2 criteria." in report
    assert "The parts of the story were found by plain rules: the server answered 500." in report
    assert "(low agreement: median of 3 samples, which differ by 2 levels)" in report
    judgement.criteria[1] = criterion("ownership", "behavioral", 2, samples=3, spread=1)
    judgement.criteria[0] = criterion("star", "behavioral", 2, samples=3)
    report = " ".join(shown(session).split())
    assert "(median of 3 samples, which differ by 1 level)" in report
    assert "(median of 3 samples, which agree)" in report


def test_the_score_for_completeness_says_how_many_points_were_made() -> None:
    session = every_kind_of_turn()
    scored = next(turn.evaluation for turn in session.turns if turn.evaluation and turn.evaluation.points)
    made = sum(point.found for point in scored.points)

    scored.criteria.append(criterion("completeness", "technical", 3))
    assert f"{made} of {len(scored.points)} expected points made." in shown(session)


def test_nothing_in_an_answer_reaches_the_terminal_as_a_command_or_as_markup() -> None:
    hostile = plain_session(
        "abcdefgh", answer="\x1b[2J\x1b]0;owned\x07\x9b31m[bold red]loud[/bold red]\u202eback"
    )

    assert "[bold red]loud[/bold red]back" in shown(hostile)
    assert "\x1b" not in shown(hostile)


def test_evidence_is_coloured_where_colours_are_shown() -> None:
    assert "\x1b[1;32midempotency\x1b[0m \x1b[1;32mkey" in shown(every_kind_of_turn(), color=True) or (
        "\x1b[1;32midempotency key\x1b[0m" in shown(every_kind_of_turn(), color=True)
    )

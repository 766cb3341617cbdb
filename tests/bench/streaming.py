"""Questions that stream in as a quick model's would, in the running app."""

from __future__ import annotations

import time

TOKENS = 400
TOKENS_A_SECOND = 200
_EVERY_SECONDS = 1 / TOKENS_A_SECOND
_PARAGRAPH = (
    "You run a service that sells tickets, and **two buyers** reach for the last seat at once. "
    "The table has a row for each seat:\n\n"
    "```sql\nselect id, taken from seats where event = 7;\n```\n\n"
    "Say what goes wrong, and then:\n\n"
    "- how the database can help, for instance with `select for update`;\n"
    "- what it costs under load, *measured and not guessed*;\n"
    "- what you tell the buyer who comes second.\n\n"
)


def tokens() -> list[str]:
    """A question in Markdown in as many pieces as a model would send, of four characters or so."""
    text = _PARAGRAPH * 5
    return [text[place : place + 4] for place in range(0, len(text), 4)][:TOKENS]


def stream_questions() -> None:
    """Let every question that is shown be a long one that comes token by token, as if a model wrote it."""
    from interview_cli.tui.widgets.question import QuestionView

    pieces = tokens()
    show = QuestionView.show

    def stream(view: QuestionView, text: str, lead_in: str = "", *, at_once: bool) -> None:
        began = time.monotonic()

        def grow() -> None:
            # A timer that is late leaves ticks out, and a model's tokens don't wait.
            due = int((time.monotonic() - began) * TOKENS_A_SECOND)
            show(view, "".join(pieces[:due]), at_once=True)
            if due >= TOKENS:
                timer.stop()

        timer = view.set_interval(_EVERY_SECONDS, grow)

    QuestionView.show = stream  # type: ignore[method-assign]

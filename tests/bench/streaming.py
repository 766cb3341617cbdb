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
    """Let every question that is shown grow by one token after another, and begin again when it is whole."""
    from interview_cli.tui.widgets.question import QuestionView

    pieces = tokens()
    assert len(pieces) == TOKENS

    def on_mount(view: QuestionView) -> None:
        began = time.monotonic()
        shown = 0

        def grow() -> None:
            nonlocal shown
            # A timer that is late leaves ticks out, and a model's tokens don't wait.
            due = int((time.monotonic() - began) * TOKENS_A_SECOND) % (TOKENS + 1)
            if due != shown:
                shown = due
                view.grow("".join(pieces[:due]))

        view.set_interval(_EVERY_SECONDS, grow)

    QuestionView.on_mount = on_mount  # type: ignore[attr-defined]

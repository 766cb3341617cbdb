"""All that can be done by a key in the full-screen app: one table for keys, palette, help and README."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal[
    "everywhere",
    "setup",
    "interview",
    "reading",
    "question",
    "transcript",
    "playback",
    "result",
    "history",
    "trends",
]

PLACES: dict[Place, str] = {
    "everywhere": "Everywhere",
    "setup": "Setup",
    "interview": "The interview",
    "reading": "Reading and lists",
    "question": "A question with answers",
    "transcript": "Transcript",
    "playback": "A spoken answer",
    "result": "Result",
    "history": "History",
    "trends": "Trends",
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done.

    `id` is its name in a keymap, `keys` are Textual's names of its keys, separated by commas, the first one
    shown; `title` stands in the footer and the palette, `help` is a sentence. `footer` says whether it has
    room there, `first` whether its keys go before those of the focused widget.
    """

    id: str
    keys: str
    title: str
    help: str
    place: Place
    footer: bool = False
    first: bool = False

    @property
    def method(self) -> str:
        """The name of the action method that does it."""
        return self.id.rpartition(".")[2].replace("-", "_")


ACTIONS: tuple[Action, ...] = (
    Action("help", "f1", "Help", "What you can do here, and with which keys.", "everywhere", footer=True),
    Action(
        "commands",
        "ctrl+p",
        "Commands",
        "Search all commands by name.",
        "everywhere",
        footer=True,
        first=True,
    ),
    Action(
        "copy",
        "ctrl+y",
        "Copy",
        "Copy what is selected, or all that is read here.",
        "everywhere",
    ),
    Action(
        "theme", "f12", "Theme", "The next theme: dark, light, high contrast, terminal colours.", "everywhere"
    ),
    Action(
        "quit",
        "ctrl+q",
        "Quit",
        "Leave; an interview is kept and goes on later.",
        "everywhere",
        footer=True,
        first=True,
    ),
    Action(
        "interrupt", "ctrl+c", "Copy or leave", "Copy a selection; twice without one: leave.", "everywhere"
    ),
    Action(
        "suspend",
        "ctrl+z",
        "To the shell",
        "Outside of a text: put the program aside; fg brings it back.",
        "everywhere",
    ),
    # ------------------------------------------------------------------ setup
    Action(
        "setup.start",
        "ctrl+s",
        "Start",
        "Begin the interview as it is set up.",
        "setup",
        footer=True,
        first=True,
    ),
    Action("setup.history", "f9", "History", "See past interviews.", "setup", footer=True),
    Action("setup.drill", "f8", "Drill", "Practise the questions that are due.", "setup", footer=True),
    # ------------------------------------------------------------------ interview
    Action(
        "interview.submit", "ctrl+s", "Hand in", "Hand in your answer.", "interview", footer=True, first=True
    ),
    Action(
        "interview.talk",
        "f9,ctrl+@,ctrl+space",
        "Talk",
        "Answer by voice: begin or end. Space begins it while nothing is typed; Space or Enter end it.",
        "interview",
        footer=True,
        first=True,
    ),
    Action("interview.skip", "f6", "Skip", "Go on without answering.", "interview", footer=True, first=True),
    Action(
        "interview.rephrase",
        "f5",
        "Rephrase",
        "Have the question put in other words.",
        "interview",
        footer=True,
        first=True,
    ),
    Action("interview.repeat", "f4", "Repeat", "Have the question asked again.", "interview", first=True),
    Action(
        "interview.pause",
        "f7",
        "Pause",
        "Stop the clock, or start it again.",
        "interview",
        footer=True,
        first=True,
    ),
    Action(
        "interview.feedback",
        "f2",
        "Feedback",
        "Fold or open the feedback on the last question.",
        "interview",
        footer=True,
        first=True,
    ),
    Action(
        "interview.transcript",
        "f3",
        "Transcript",
        "The whole interview so far.",
        "interview",
        footer=True,
        first=True,
    ),
    Action(
        "interview.cancel",
        "escape",
        "Don't wait",
        "Don't wait for the model: the offline coach takes this step. While you speak: discard that.",
        "interview",
        footer=True,
    ),
    Action(
        "interview.editor",
        "ctrl+o",
        "Editor",
        "Write the answer in $VISUAL or $EDITOR.",
        "interview",
        footer=True,
        first=True,
    ),
    Action(
        "interview.end",
        "f8",
        "End",
        "Finish now, with feedback on what you answered.",
        "interview",
        footer=True,
        first=True,
    ),
    # ------------------------------------------------------------------ reading: movement as in vim
    Action("reading.down", "j,down", "Down", "One line or row down.", "reading"),
    Action("reading.up", "k,up", "Up", "One line or row up.", "reading"),
    Action("reading.page-down", "ctrl+d,ctrl+f,pagedown,space", "Page down", "One page down.", "reading"),
    Action("reading.page-up", "ctrl+u,ctrl+b,pageup", "Page up", "One page up.", "reading"),
    Action("reading.top", "g,home", "Top", "To the beginning.", "reading"),
    Action("reading.bottom", "G,end", "Bottom", "To the end.", "reading"),
    Action("reading.copy", "y", "Copy", "Copy what is selected, or all of this text.", "reading"),
    Action("reading.back", "escape,q", "Back", "Back to where you came from.", "reading", footer=True),
    # ------------------------------------------------------------------ a question with answers
    Action("question.choose", "enter", "Choose", "Take the answer that is marked.", "question", footer=True),
    Action("question.down", "j,down", "Down", "The next answer.", "question"),
    Action("question.up", "k,up", "Up", "The answer before.", "question"),
    Action("question.leave", "escape", "Back", "Go back; nothing is done.", "question", footer=True),
    # ------------------------------------------------------------------ a spoken answer
    Action("playback.play", "p", "Play", "Hear your answer again, or stop.", "playback", footer=True),
    Action(
        "playback.mark-after",
        "full_stop",
        "Next mark",
        "Hear it from the next filler or long pause.",
        "playback",
        footer=True,
    ),
    Action(
        "playback.mark-before",
        "comma",
        "Mark before",
        "Hear it from the filler or long pause before.",
        "playback",
        footer=True,
    ),
    # ------------------------------------------------------------------ result
    Action(
        "result.open", "enter", "Open", "Read the question under the cursor whole.", "result", footer=True
    ),
    Action("result.export", "e", "Export", "Write the report to a file.", "result", footer=True),
    Action("result.drill", "d", "Drill", "Practise the questions that are due.", "result", footer=True),
    Action("result.transcript", "t", "Transcript", "The whole interview.", "result", footer=True),
    Action("result.history", "h", "History", "See past interviews.", "result", footer=True),
    Action("result.again", "n", "New", "Set up another interview.", "result", footer=True),
    # ------------------------------------------------------------------ history
    Action("history.open", "enter", "Open", "Open the interview under the cursor.", "history", footer=True),
    Action(
        "history.resume", "c", "Continue", "Go on with an interview that is open.", "history", footer=True
    ),
    Action("history.filter", "slash", "Filter", "Show only rows with these words.", "history", footer=True),
    Action("history.sort", "s", "Sort", "Sort by the next column.", "history", footer=True),
    Action("history.reverse", "S", "Reverse", "Turn the order round.", "history"),
    Action("history.rescore", "r", "Judge", "Judge the answers afresh.", "history", footer=True),
    Action(
        "history.delete",
        "x,delete",
        "Delete",
        "Delete the interview for good, after asking.",
        "history",
        footer=True,
    ),
    Action("history.export", "e", "Export", "Write the report to a file.", "history"),
    Action("history.drill", "d", "Drill", "Practise the questions that are due.", "history"),
    Action("history.again", "n", "New", "Set up another interview.", "history"),
    Action("history.trends", "t", "Trends", "See whether scores get better.", "history", footer=True),
    # ------------------------------------------------------------------ trends
    Action("trends.kind", "tab", "Kind", "The next kind of interview.", "trends", footer=True),
    Action("trends.kind-before", "shift+tab", "Kind before", "The kind of interview before.", "trends"),
    Action(
        "trends.category",
        "c",
        "Category",
        "The next category; after the last all of them together.",
        "trends",
        footer=True,
    ),
)

BY_ID = {action.id: action for action in ACTIONS}


def actions_of(place: Place) -> tuple[Action, ...]:
    """The actions of a place."""
    return tuple(action for action in ACTIONS if action.place == place)

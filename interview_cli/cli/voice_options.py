"""Options for speaking and listening, for every command that holds an interview."""

from __future__ import annotations

from typing import Annotated

import typer

VoiceOption = Annotated[
    bool | None, typer.Option("--voice/--no-voice", help="Answer by voice; you may type all the same.")
]
InputDeviceOption = Annotated[
    str | None,
    typer.Option(metavar="DEVICE", help="Microphone: a number or a part of its name, remembered."),
]
TranscriberOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Who writes down what you say: auto, whisper, faster-whisper, openai/whisper-1...",
    ),
]
SpeakOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Who speaks the questions: auto, off, pyttsx3, a model, or a command that makes a WAV.",
    ),
]
AutoSubmitOption = Annotated[
    bool | None,
    typer.Option(
        "--auto-submit/--no-auto-submit",
        help="Hand in what was understood without showing it first, unless it is doubtful.",
    ),
]

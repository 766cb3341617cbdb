"""From the names that were chosen to a transcriber that works."""

from __future__ import annotations

from collections.abc import Callable

from interview_cli.llm.port import CallUsage, TranscriptionModel
from interview_cli.voice.transcribe.chain import TranscriberChain
from interview_cli.voice.transcribe.choice import LOCAL, Available, Choice
from interview_cli.voice.transcribe.local import LocalTranscriber
from interview_cli.voice.transcribe.model import ModelTranscriber
from interview_cli.voice.transcribe.port import Transcriber


def open_transcriber(
    choice: Choice,
    there: Available,
    model_named: Callable[[str], TranscriptionModel],
    *,
    prompted: bool = True,
    record: Callable[[CallUsage], None] = lambda usage: None,
    on_note: Callable[[str], None] = lambda note: None,
) -> TranscriberChain:
    """The chosen transcribers, the first one first; nothing is loaded yet.

    `model_named` makes the model of a provider; `prompted` gives local engines the prompt that keeps fillers.
    Raises ValueError when nothing was chosen.
    """

    def opened(name: str) -> Transcriber:
        for engine in LOCAL:
            if name == engine:
                return LocalTranscriber(engine, there.weights[engine], prompted=prompted)
        return ModelTranscriber(model_named(name), record=record)

    return TranscriberChain([opened(name) for name in choice.names], on_note=on_note)

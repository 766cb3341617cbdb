"""Installing models of the engines that write speech down on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from interview_cli.errors import UsageError
from interview_cli.wiring.home import Home, open_settings
from interview_cli.wiring.voice import models_folder


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that is on this machine."""

    engine: str
    size: str
    path: Path


def install_model(
    home: Home,
    size: str | None,
    engine: str,
    progress: Callable[[int, int], None],
    tell: Callable[[str], None],
) -> Installed:
    """Download a model for an engine: by default of the size in the settings, for the one that is installed.

    `progress` is told how many bytes are there of how many. Raises UsageError, and VoiceError when nothing
    can be downloaded, with the place where a file can be put by hand.
    """
    import os

    from interview_cli.store.files import make_private_folder
    from interview_cli.voice.transcribe.choice import LOCAL, available
    from interview_cli.voice.transcribe.download import install
    from interview_cli.voice.transcribe.engine import EngineName
    from interview_cli.voice.transcribe.weights import DEFAULT_SIZE, is_path, weights_of

    set_size = open_settings(home).voice_model
    wanted = size or (DEFAULT_SIZE if is_path(set_size) else set_size)
    folder = models_folder(home)
    there = available(wanted, folder, os.environ, offline=True)
    known: dict[str, EngineName] = {name: name for name in LOCAL}
    chosen = (
        known.get(engine.lower()) if engine else next((n for n in LOCAL if n in there.installed), LOCAL[0])
    )
    if chosen is None:
        raise UsageError(f"There is no engine {engine!r}.", f"There are {' and '.join(LOCAL)}.")
    if chosen not in there.installed:
        extra = f"pip install 'interview-cli[{chosen}]'"
        tell(f"note: {chosen} itself is not installed yet: {extra}")
    path = there.weights.get(chosen)
    if path is None:
        weights_of(chosen, wanted)  # raises for a size there is none of
        make_private_folder(folder)
        tell(f"Downloading the {wanted} model for {chosen}...")
        path = install(chosen, wanted, folder, progress)
    return Installed(chosen, wanted, path)

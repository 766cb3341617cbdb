"""Where the program keeps its settings and a person's data on this machine."""

from __future__ import annotations

from pathlib import Path

APP = "interview-cli"


def default_data_dir() -> Path:
    """The folder for sessions and resumes when none is named."""
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


def default_config_dir() -> Path:
    """The folder for `config.yaml` and the user's own `roles/` and `prompts/`."""
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False)

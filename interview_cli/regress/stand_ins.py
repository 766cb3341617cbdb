"""The names of what takes a model's place in suites: no provider has a model of such a name."""

from __future__ import annotations

from typing import Final

# The embedded coach, which asks no model.
OFFLINE: Final = "offline"
# What recordings are rebuilt with where no real model is asked.
SYNTHETIC: Final = "synthetic"

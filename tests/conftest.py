"""Settings that all tests share."""

from __future__ import annotations

import signal

from hypothesis import settings

# How long an example takes says more of the machine than of the code; nothing here is timed.
# The suite tries the same examples in every run, so that it only fails for what was changed;
# `python -m tests.campaign` looks for new ones.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("new", deadline=None, print_blob=True)
settings.load_profile("same")

# A shell that runs the suite in its background has it ignore Ctrl+C, and so would programs that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

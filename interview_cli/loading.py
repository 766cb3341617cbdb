"""Making what is large and stays, such as libraries and the rows of a long history, without a pause."""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import InspectLoader, Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, cast


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


@contextmanager
def gathered_when_used(*roots: str) -> Iterator[None]:
    """Inside, packages of these names, and those below them, are imported without what they gather.

    A library whose packages only repeat the names of their modules is read whole for one of them. Here a name
    brings in its own module when it is first asked for; what cannot be told so runs the package after all.
    """
    finder = _Finder(roots)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Finder(MetaPathFinder):
    def __init__(self, roots: Sequence[str]) -> None:
        self._roots = roots

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not any(fullname == root or fullname.startswith(f"{root}.") for root in self._roots):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.submodule_search_locations and isinstance(spec.loader, InspectLoader):
            spec.loader = _Gathering(spec.loader)
        return spec


class _Gathering(Loader):
    """Loads a package in name only, until something of it is asked for."""

    def __init__(self, real: InspectLoader) -> None:
        self._real = real

    def exec_module(self, module: ModuleType) -> None:
        """Leave the package empty, with a way to what it would hold."""
        places: Mapping[str, tuple[str, str]] | None = None

        def found(name: str) -> Any:
            nonlocal places
            if places is None:
                places = _gathered(self._real.get_source(module.__name__) or "")
            if name in places:
                place, original = places[name]
                value = getattr(import_module(f".{place}", module.__name__), original)
                setattr(module, name, value)
                return value
            if name.startswith("__") and name != "__all__":
                raise AttributeError(name)
            beside = f"{module.__name__}.{name}"
            if PathFinder.find_spec(beside, module.__path__) is not None:
                return import_module(beside)
            del cast(Any, module).__getattr__
            self._real.exec_module(module)
            return getattr(module, name)

        cast(Any, module).__getattr__ = found


def _gathered(source: str) -> dict[str, tuple[str, str]]:
    """The names that a package takes from modules beside it: the module of each, and its name there."""
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.parse(source).body
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module
        for alias in node.names
    }

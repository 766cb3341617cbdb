"""Packages that are imported in name only, and what of them is there when it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from interview_cli.loading import gathered_when_used

FILES = {
    "shop/__init__.py": "from . import goods\n",
    "shop/goods/__init__.py": (
        "from .tea import Tea as Tea, price as price\nfrom .cake import Cake\n"
        "from .spices import Pepper\n"
        "OPEN = True\ndef greet(): return 'Good day, ' + Cake\n"
    ),
    "shop/goods/tea.py": "from . import cups\nTea = 'tea'\ndef price(): return 3\n",
    "shop/goods/cups.py": "from .tea_things import POT\nCups = 'cups'\n",
    "shop/goods/tea_things.py": "POT = 'pot'\n",
    "shop/goods/cake.py": "Cake = 'cake'\n",
    "shop/goods/spices/__init__.py": "from .pepper import Pepper\n",
    "shop/goods/spices/pepper.py": "Pepper = 'pepper'\n",
}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a package that gathers, in a place of its own."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    before = list(sys.meta_path)
    yield "shop.goods"
    assert sys.meta_path == before
    for name in loaded():
        del sys.modules[name]


def loaded() -> set[str]:
    return {name for name in sys.modules if name.partition(".")[0] == "shop"}


def late(name: str) -> ModuleType:
    with gathered_when_used("shop.goods"):
        return import_module(name)


def test_a_module_comes_without_those_beside_it(shop: str) -> None:
    assert late(f"{shop}.cake").Cake == "cake"
    assert loaded() == {"shop", shop, f"{shop}.cake"}


def test_a_name_brings_its_own_module_and_what_that_needs_from_beside_it(shop: str) -> None:
    goods = late(shop)
    assert loaded() == {"shop", shop}
    assert (goods.Tea, goods.price()) == ("tea", 3)
    assert loaded() == {"shop", shop, *(f"{shop}.{name}" for name in ("tea", "cups", "tea_things"))}
    assert "Tea" in vars(goods), "it is looked for once"


def test_a_package_below_is_late_as_well(shop: str) -> None:
    goods = late(shop)
    assert goods.Pepper == "pepper"
    assert loaded() == {"shop", shop, f"{shop}.spices", f"{shop}.spices.pepper"}


def test_what_a_package_makes_itself_runs_it(shop: str) -> None:
    goods = late(shop)
    assert goods.greet() == "Good day, cake"
    assert goods.OPEN
    assert f"{shop}.tea" in loaded()


def test_taking_all_of_a_package_takes_all_of_it(shop: str) -> None:
    late(shop)
    taken: dict[str, object] = {}
    exec(f"from {shop} import *", taken)
    assert {"Tea", "Cake", "Pepper", "OPEN", "greet"} <= taken.keys()


def test_what_is_not_there_is_an_error_like_any_other(shop: str) -> None:
    goods = late(shop)
    assert not hasattr(goods, "Coffee")
    assert goods.Cake == "cake"
    with pytest.raises(ImportError, match="cannot import name 'Coffee'"):
        exec(f"from {shop} import Coffee", {})


def test_other_packages_are_imported_as_ever(shop: str) -> None:
    with gathered_when_used("shop.goodsandmore", "sho"):
        import_module(shop)
    assert f"{shop}.spices.pepper" in loaded()

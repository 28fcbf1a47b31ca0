"""Packages that were imported ahead are imported by a program as if they hadn't been."""

import importlib
import importlib.util
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from kernel.python.preloaded import Preloaded

FILES = {
    "shop/__init__.py": "from . import prices\nfrom .names import NAME\nfrom .sale import price as sale\nran = []\n",
    "shop/prices.py": "PRICE = 3\n",
    "shop/sale.py": "def price():\n    return 2\n",
    "shop/names.py": "NAME = 'shop'\n",
    "shop/web.py": "import shop\nimport tools.hammer\n"
    "shop.ran.append('web')\nif __name__ == '__main__':\n    print('main')\n",
    "shop/broken.py": "raise ValueError('broken')\n",
    "tools/__init__.py": "",
    "tools/hammer.py": "import json\nfrom tools import nail\n",
    "tools/nail.py": "",
    "tools/saw.py": "",
}
TOPS = ("shop", "tools")


def _modules() -> set[str]:
    return {name for name in sys.modules if name.partition(".")[0] in TOPS}


@pytest.fixture
def preloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Preloaded]:
    """Two packages that are imported ahead: `shop`, `shop.web` and what they import."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = Preloaded()
    found.load(["shop", "shop.web", "shop.broken", "nowhere"], TOPS)
    # What is imported now has been imported ahead, or isn't found.
    monkeypatch.setattr(sys, "path", [])
    sys.path_importer_cache.clear()
    yield found
    sys.meta_path.remove(found)
    for name in _modules():
        del sys.modules[name]


@pytest.mark.usefixtures("preloaded")
def test_an_import_brings_what_it_would_have_brought() -> None:
    """Its submodules that it imports itself, and no other."""
    assert _modules() == set()
    shop = importlib.import_module("shop")
    assert _modules() == {"shop", "shop.prices", "shop.names", "shop.sale"}
    assert (shop.prices.PRICE, shop.NAME, hasattr(shop, "web")) == (3, "shop", False)
    web = importlib.import_module("shop.web")
    assert shop.web is web
    assert _modules() == {
        "shop",
        "shop.prices",
        "shop.names",
        "shop.sale",
        "shop.web",
        "tools",
        "tools.hammer",
        "tools.nail",
    }
    assert shop.ran == ["web"]  # not twice


@pytest.mark.usefixtures("preloaded")
def test_a_submodule_brings_its_package() -> None:
    """And `from package import module` finds what isn't an attribute yet."""
    namespace: dict[str, object] = {}
    exec("from tools import nail", namespace)
    assert _modules() == {"tools", "tools.nail"}
    exec("import shop.web", namespace)
    assert sys.modules["shop.web"] is sys.modules["shop"].web
    assert namespace["shop"] is sys.modules["shop"]


@pytest.mark.usefixtures("preloaded")
def test_a_function_keeps_the_name_of_a_module() -> None:
    """A package may bind a submodule's name to something else, as tenacity does with `retry`."""
    namespace: dict[str, object] = {}
    exec("from shop import sale\nprice = sale()", namespace)
    assert namespace["price"] == 2
    assert callable(importlib.import_module("shop.sale").price)


@pytest.mark.usefixtures("preloaded")
def test_modules_say_of_themselves_what_they_said() -> None:
    """Where they come from, before and after they are imported."""
    before = importlib.util.find_spec("shop.prices")
    prices = importlib.import_module("shop.prices")
    assert before is not None
    assert prices.__spec__ is not None
    assert before.origin == prices.__file__ == prices.__spec__.origin
    assert type(prices.__spec__.loader) is type(prices.__loader__)
    assert importlib.util.find_spec("shop.nothing") is None


@pytest.mark.usefixtures("preloaded")
def test_what_failed_fails_for_the_program() -> None:
    """It isn't there: the finders of the path look for it, and a module's own error comes again."""
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("nowhere")
    assert "shop.broken" not in sys.modules


@pytest.mark.usefixtures("preloaded")
def test_a_module_that_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m`: its code runs as the main module's."""
    runpy.run_module("shop.web", run_name="__main__")
    assert capsys.readouterr().out == "main\n"


@pytest.mark.usefixtures("preloaded")
def test_what_a_program_forgets_is_imported_anew() -> None:
    """Once is all that was done ahead."""
    first = importlib.import_module("shop.prices")
    del sys.modules["shop.prices"]
    assert importlib.import_module("shop.prices") is not first


def test_what_is_forgotten_is_not_found(preloaded: Preloaded) -> None:
    """Where packages came that the image didn't have, a module is imported from its file: it may look for them."""
    preloaded.forget()
    with pytest.raises(ModuleNotFoundError, match="shop"):
        importlib.import_module("shop")

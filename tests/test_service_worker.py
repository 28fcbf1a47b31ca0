"""What the build writes for the service worker, and what it doesn't."""

import importlib.util
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from interleave_site import offline, scripts
from interleave_site.snippet import ROOT


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A fresh copy of what mkdocs calls, which joins nothing."""
    spec = importlib.util.spec_from_file_location("hooks", ROOT / "docs" / "_site" / "hooks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(scripts, "join", lambda site: None)
    return module


def test_a_page_that_is_being_written_is_never_kept(hooks: ModuleType, tmp_path: Path) -> None:
    """`mkdocs serve` registers no service worker, and has one that removes what a built site has left."""
    config = {"extra_javascript": [SimpleNamespace(path="site.js"), SimpleNamespace(path="offline/page.js")]}
    hooks.on_startup(command="serve", dirty=False)
    hooks.on_config(config)
    assert [script.path for script in config["extra_javascript"]] == ["site.js"]
    (tmp_path / "index.html").write_text('<link rel="icon" href="icon.svg">', encoding="utf-8")
    hooks.on_post_build({"site_dir": str(tmp_path)})
    assert "unregister()" in (tmp_path / offline.SCRIPT).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("../../site.js", "site.js"),
        ("../", "learn/index.html"),
        ("../../", "index.html"),
        ("code%20a.py?x#y", "learn/tasks/code a.py"),
        ("https://example.com/site.js", None),
        ("/site.js", None),
        ("#here", None),
    ],
)
def test_what_an_address_on_a_page_means(address: str, file: str | None) -> None:
    """A file of the site, or none."""
    assert offline.file_of("learn/tasks/index.html", address) == file


def test_each_version_has_a_name_of_its_own(tmp_path: Path) -> None:
    """The same files are the same version; what nobody asks for doesn't count."""
    page = tmp_path / "learn" / "index.html"
    page.parent.mkdir()
    page.write_text('<script src="../site.js"></script>', encoding="utf-8")
    (tmp_path / "index.html").write_text('<script src="site.js"></script>', encoding="utf-8")
    (tmp_path / "site.js").write_text("1", encoding="utf-8")
    first = offline.manifest(tmp_path)
    assert first["shell"] == ["site.js"]
    (tmp_path / "learn" / "index.md").write_text("1", encoding="utf-8")
    assert offline.manifest(tmp_path) == first
    (tmp_path / "site.js").write_text("2", encoding="utf-8")
    assert offline.manifest(tmp_path)["version"] != first["version"]

"""What `make serve` builds again after a change (docs/_site/changed.py)."""

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from interleave_site import changed, pages, snippet

FENCE = '```{{ .snippet src="{}" }}\n```\n'


class Guide:
    """A guide of two pages, as mkdocs has built it."""

    def __init__(self, root: Path) -> None:
        self.docs, self.snippets, self.site = root / "docs", root / "snippets", root / "site"
        for folder in (self.docs, self.snippets / "recipes", self.site):
            folder.mkdir(parents=True)
        self.write("snippets/one.py", '"""One"""\n\nimport helper\n\nprint(helper)\n')
        self.write("snippets/two.py", '"""Two"""\n\nimport helper\n\nprint(helper)\n')
        self.write("snippets/helper.py", '"""Help"""\n')
        self.write("snippets/recipes/retry.py", '"""Retry"""\n')
        self.write("docs/one.md", "# One\n\n" + FENCE.format("one.py"))
        self.write("docs/two.md", "# Two\n\n" + FENCE.format("two.py"))
        self.write("docs/retry.md", "# Retry\n\n::: recipes.retry\n")
        self.clock = 0
        self.stale()

    def write(self, name: str, text: str) -> Path:
        """Write a file, at another time than before."""
        path = self.docs.parent / name
        before = path.stat().st_mtime if path.exists() else 1_000_000_000
        path.write_text(text, encoding="utf-8")
        os.utime(path, (before + 1, before + 1))
        return path

    def stale(self) -> set[str]:
        """The pages that mkdocs would build now; then they are built."""
        names = sorted(path.name for path in self.docs.glob("*.md"))
        files = [SimpleNamespace(src_uri=name, abs_dest_path=str(self.site / f"{name}.html")) for name in names]
        changed.mark(SimpleNamespace(documentation_pages=lambda: files))
        found = set()
        for name in names:
            built = self.site / f"{name}.html"
            if not built.exists() or built.stat().st_mtime < (self.docs / name).stat().st_mtime:
                found.add(name.removesuffix(".md"))
            built.touch()
        return found


@pytest.fixture
def guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Guide:
    """A small guide in place of this one."""
    for module in (changed, pages):
        monkeypatch.setattr(module, "DOCS", tmp_path / "docs")
    for module in (changed, snippet):
        monkeypatch.setattr(module, "SNIPPETS", tmp_path / "snippets")
    monkeypatch.setattr(changed, "_built", {})
    return Guide(tmp_path)


CHANGES: dict[str, tuple[Callable[[Guide], object], set[str]]] = {
    "nothing": (lambda guide: None, set()),
    "a program": (lambda guide: guide.write("snippets/one.py", '"""One more"""\n'), {"one"}),
    "an older version of a program": (lambda guide: os.utime(guide.snippets / "one.py", (1, 1)), {"one"}),
    "a transcript that was not there": (lambda guide: guide.write("snippets/two.out", "2\n"), {"two"}),
    "a goal": (lambda guide: guide.write("snippets/goals.toml", ""), {"one", "two"}),
    "a module that programs of two pages import": (
        lambda guide: guide.write("snippets/helper.py", '"""More help"""\n'),
        {"one", "two"},
    ),
    "such a module that is gone": (lambda guide: (guide.snippets / "helper.py").unlink(), {"one", "two"}),
    "a documented module": (lambda guide: guide.write("snippets/recipes/retry.py", '"""Again"""\n'), {"retry"}),
    "a page": (lambda guide: guide.write("docs/two.md", "# Two\n"), {"two"}),
    "a new page": (lambda guide: guide.write("docs/three.md", "# Three\n\n" + FENCE.format("one.py")), {"three"}),
    "a program that is gone": (lambda guide: (guide.snippets / "two.py").unlink(), {"two"}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_shows_a_change_is_built_again_once(guide: Guide, what: str) -> None:
    """And no other page."""
    change, expected = CHANGES[what]
    change(guide)
    assert guide.stale() == expected
    assert guide.stale() == set()


def test_a_build_that_fails_leaves_its_pages_to_the_next_one(guide: Guide) -> None:
    """mkdocs has written nothing then: the built file is still the old one."""
    guide.write("snippets/one.py", "def f(:\n")
    built = guide.site / "one.md.html"
    files = [SimpleNamespace(src_uri="one.md", abs_dest_path=str(built))]
    for _ in range(2):
        changed.mark(SimpleNamespace(documentation_pages=lambda: files))
        assert built.stat().st_mtime == 0


def test_a_program_that_is_gone_is_an_error_that_says_what_to_do(guide: Guide) -> None:
    """The page's fence raises it, with the page's name (test_fence.py)."""
    (guide.snippets / "two.py").unlink()
    with pytest.raises(snippet.SnippetError, match=r"snippets/two\.py does not exist\. Create it, or correct src"):
        snippet.Snippet.find("two.py")

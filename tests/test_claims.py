"""What pages quote and count is true: a sample that is often read, and the programs without a transcript."""

import ast
import re

from interleave_site.pages import every_page
from interleave_site.snippet import ROOT, every_snippet

_OFTEN_READ = re.compile(r'(?ms)^```text title="often_read\.py"\n(.*?)^```$')


def test_the_sample_that_is_often_read_lacks_one_import() -> None:
    """It has `main` and `asyncio.run`, and the one name that nothing defines is asyncio, as the page says."""
    page = next(page for page in every_page() if page.source == "learn/network.md")
    match = _OFTEN_READ.search(page.text)
    assert match
    tree = ast.parse(match[1])
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    used = {
        node.value.id for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert imported == {"aiohttp"}
    assert used & {"asyncio", "aiohttp"} == {"asyncio", "aiohttp"}
    assert "`NameError`: `import asyncio` is missing" in page.text


def test_only_what_no_machine_here_runs_has_no_transcript() -> None:
    """The front page says that a few programs have none: those for a newer Python or another build."""
    without = [snippet for snippet in every_snippet() if not snippet.transcript_path.exists()]
    assert without and all(snippet.rarities for snippet in without)
    assert "have no transcript" in (ROOT / "docs" / "index.md").read_text(encoding="utf-8")


def test_the_kernel_has_about_as_many_files_as_the_page_says() -> None:
    """A number in words had been true once: it said ninety when there were 148."""
    text = (ROOT / "docs" / "reference" / "how-the-examples-run.md").read_text(encoding="utf-8")
    match = re.search(r"the kernel, about (\d+) small Python\s+files", text)
    assert match
    files = [path for path in (ROOT / "docs" / "runner" / "kernel").rglob("*.py") if path.stat().st_size]
    assert abs(len(files) - int(match[1])) <= int(match[1]) // 10

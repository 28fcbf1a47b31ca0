"""Nothing crashes the interpreter."""

import json
from pathlib import Path

import pytest
from interleave_site.vendor import NODE_MODULES
from playground import open_playground, run
from playwright.sync_api import Browser, Page
from server import SITE

HERE = Path(__file__).parent
# The run takes two minutes on an idle machine; a busy one needs longer for 10,000 loops.
LIMIT = 600_000


@pytest.mark.long
@pytest.mark.timeout(LIMIT / 1000)
def test_everything_at_once(page: Page) -> None:
    """10,000 event loops and 1,000 threads, for at least two minutes."""
    page.set_default_timeout(LIMIT)
    open_playground(page)
    result = run(page, (HERE / "stress" / "everything_at_once.py").read_text(encoding="utf-8"))
    assert result["output"].endswith("ok\n"), result["output"][-2000:]


def test_the_cure_is_what_keeps_it_up(browser: Browser, site_url: str) -> None:
    """Pyodide as it is published crashes in the collector; the page says so, and the next run works."""
    context = browser.new_context(base_url=site_url, service_workers="block")
    original = NODE_MODULES / "pyodide" / "pyodide.asm.mjs"
    context.route("**/pyodide.asm.mjs", lambda route: route.fulfill(path=original, content_type="text/javascript"))
    # The runner compares what it gets with the sizes that the site knows.
    files = json.loads((SITE / "runner" / "vendor" / "pyodide" / "files.json").read_text(encoding="utf-8"))
    files["sizes"]["pyodide.asm.mjs"] = original.stat().st_size
    context.route("**/pyodide/files.json", lambda route: route.fulfill(json=files))
    page = context.new_page()
    page.set_default_timeout(60_000)
    open_playground(page)
    result = run(page, (HERE / "programs" / "collector_stress.py").read_text(encoding="utf-8"))
    assert "The interpreter failed" in result["stderr"], result["output"]
    assert run(page, "print('fresh')\n")["stdout"] == "fresh\n"
    context.close()

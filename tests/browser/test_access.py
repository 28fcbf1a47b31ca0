"""What assistive technology finds: axe, on pages as they are."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES = ("light", "dark")
PAGES = (
    "",
    "learn/what-concurrency-is/",
    "learn/tasks/",
    "concepts/event-loop/",
    "howto/retry/",
    "troubleshooting/error-messages/",
    "reference/cheat-sheet/",
    "reference/programs/",
    "reference/conformance/",
    "reference/how-the-examples-run/",
    "reference/recipes/retry/",
    "playground/",
)

# Colours in transition are no findings. A caret blinks without end.
_SETTLE = """
document.getAnimations().filter(({effect}) => effect.getComputedTiming().endTime !== Infinity)
  .forEach(animation => animation.finish())
"""


def findings(page: Page) -> list[str]:
    """What axe finds on a page as it is now: rule, colours if it is about them, and element."""
    page.evaluate(_SETTLE)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    results: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['target'][-1]} {node['failureSummary'].splitlines()[-1].strip()}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]


def in_scheme(page: Page, scheme: str) -> None:
    """Let the page have colours for a light or dark room."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_finding(path: str, page: Page) -> None:
    """In both schemes, on a desktop and on a phone."""
    found = {}
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(path)
        if page.locator("py-snippet").count():
            page.locator("py-snippet .snippet-toolbar").first.wait_for()
        for scheme in SCHEMES:
            in_scheme(page, scheme)
            found[width, scheme] = findings(page)
    assert not {where: what for where, what in found.items() if what}

"""What axe finds on a page: https://github.com/dequelabs/axe-core."""

from typing import Any

from interleave_site.snippet import ROOT
from playwright.sync_api import Page

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES = ("light", "dark")

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

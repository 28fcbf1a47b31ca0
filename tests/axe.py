"""Accessibility checks with axe: https://github.com/dequelabs/axe-core."""

from typing import Any, Literal

from interleave_site.snippet import ROOT
from playwright.sync_api import Page

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# Wait for what the page does in the frame after a change of its size, and for transitions of colours to end, except for
# the caret, which blinks forever.
_SETTLE = """
async () => {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  document.getAnimations().filter(({effect}) => effect.getComputedTiming().endTime !== Infinity)
    .forEach(animation => animation.finish());
}
"""


# AAA isn't a goal, and axe checks it only if requested.
_RUN = """
colours => axe.run(document, {resultTypes: ["violations"], ...(colours ? {runOnly: {
  type: "rule",
  values: axe.getRules(["cat.color"]).filter(({tags}) => !tags.includes("wcag2aaa")).map(({ruleId}) => ruleId),
}} : {})})
"""


def findings_in_each_scheme(page: Page) -> dict[str, list[str]]:
    """The findings by colour scheme: all rules in the first scheme, then only those about colours."""
    found = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found[scheme] = _findings(page, colours=scheme != SCHEMES[0])
    return {scheme: what for scheme, what in found.items() if what}


def _findings(page: Page, colours: bool) -> list[str]:
    """The findings on the page in its current state: rule, colours if it is about them, and element."""
    page.evaluate(_SETTLE)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    results: dict[str, Any] = page.evaluate(_RUN, colours)
    return [
        f"{violation['id']}: {node['target'][-1]} {node['failureSummary'].splitlines()[-1].strip()}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]

"""How long the import of each package takes in the tab: from its files, and from an image that has it imported.

Imported are the modules that the guide's programs import, which are those that an image holds.
"""

import json
import statistics
import sys
from functools import cache

from interleave_site import bundle, libraries, wheels
from playground import open_playground, run
from playwright.sync_api import Page

from .figures import Figure
from .tab import open_tab

SAMPLES = 3
# An image with the package is made after its first program has ended.
_IMAGE = "name => performance.getEntriesByName('interleave-image').some(({detail}) => detail.split(' ').includes(name))"
# Drops what earlier samples have kept, but for the image of Python alone.
_FORGET = """
() => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("interleave:image ")) localStorage.removeItem(key);
}
"""


@cache
def _modules(name: str) -> list[str]:
    """What programs import of a package: if none of the guide does, the package's own name."""
    tops: list[str] = wheels.index()[name]["imports"]
    return bundle.preloaded().get(name) or [top for top in tops if top == name.replace("-", "_")] or tops[-1:]


def _seconds(page: Page, name: str) -> float:
    timed = (
        "import time\nbegin = time.perf_counter()\n"
        f"import {', '.join(_modules(name))}\nprint(time.perf_counter() - begin)\n"
        f"# /// script\n# dependencies = ['{name}']\n# ///\n"
    )
    return float(run(page, timed)["stdout"])


def _sample(page: Page, name: str) -> tuple[float, float]:
    page.evaluate(_FORGET)
    open_playground(page)
    cold = _seconds(page, name)
    page.wait_for_function(_IMAGE, arg=name)
    return cold, _seconds(page, name)


def measure(names: list[str]) -> list[Figure]:
    """Import each package, in a first program and in a second one; keep the medians for "Libraries in the tab"."""
    kept: dict[str, dict[str, float]] = json.loads(libraries.SECONDS.read_text(encoding="utf-8"))
    figures = []
    with open_tab() as page:
        run(page, "print('ok')\n")
        for name in libraries.offered():
            if names and not name.startswith(tuple(names)):
                continue
            print(f"imports: {name}", file=sys.stderr)
            cold, image = zip(*(_sample(page, name) for _ in range(SAMPLES)), strict=True)
            kept[name] = {"cold": round(statistics.median(cold), 2), "image": round(statistics.median(image), 2)}
            to_ms = [[1000 * each for each in times] for times in (image, cold)]
            figures.append(Figure(f"import of {name} from an image", to_ms[0], others=to_ms[1], against="from files"))
            libraries.SECONDS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return figures

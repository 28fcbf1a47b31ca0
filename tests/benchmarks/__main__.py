"""Measures, prints tables and keeps them: `python -m benchmarks [--keep] [PART …] [--names NAME …]`.

`SITE`, `RUN` and `OUTPUT` in the environment let the part "start" measure another site: its address, and the selectors
of what is clicked and of what shows the output.
"""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from . import build, figures, imports, kernel, mechanisms, page, runs, schedules, seeds, start, timeline, tracing
from .figures import Figure


def main() -> None:
    """Measure the parts that were asked for: by default those that take minutes, not the build."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help="start, kernel, build, runs, schedules, seeds, tracing, timeline, mechanisms, imports; by default two",
    )
    parser.add_argument("--names", nargs="*", default=[], help="only what begins so, of the kernel or the packages")
    parser.add_argument("--keep", action="store_true", help="write the page of the site")
    options = parser.parse_args()
    parts: dict[str, Callable[[], list[Figure]]] = {
        "start": lambda: start.measure(*(os.environ.get(name, "") for name in ("SITE", "RUN", "OUTPUT"))),
        "kernel": lambda: kernel.measure(options.names),
        "build": build.measure,
        "imports": lambda: imports.measure(options.names),
        "runs": runs.measure,
        "schedules": schedules.measure,
        "seeds": seeds.measure,
        "tracing": tracing.measure,
        "timeline": timeline.measure,
        "mechanisms": mechanisms.measure,
    }
    if unknown := set(options.parts) - set(parts):
        raise SystemExit(f"There is no part {', '.join(sorted(unknown))}: there are {', '.join(parts)}")
    measured: dict[str, list[Figure]] = {}
    for part in options.parts or ["start", "kernel"]:
        measured[part] = parts[part]()
        print(figures.as_text(f"{part} (medians)", measured[part]), flush=True)
    if options.keep and measured.pop("mechanisms", None):
        print(f"written: {mechanisms.write().relative_to(Path.cwd())}")
    if options.keep and measured:
        print(f"written: {page.keep(measured).relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()

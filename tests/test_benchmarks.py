"""The tables of the benchmarks; the page of the figures and their data belong together, in any clone."""

import re
from pathlib import Path

from benchmarks import build, mechanisms, page
from benchmarks.figures import Figure, as_text, from_json, to_json


def test_page_shows_the_data() -> None:
    """Neither is changed without the other."""
    assert page.PAGE.read_text(encoding="utf-8") == page.page(), (
        "commit both, or write the page anew: PYTHONPATH=tests python -m benchmarks.page"
    )


def test_the_page_that_compares_shows_the_data() -> None:
    """Its tables are those that were measured last."""
    text = mechanisms.PAGE.read_text(encoding="utf-8")
    assert text == mechanisms.page(text), (
        "commit both, or write the page anew: PYTHONPATH=tests python -m benchmarks.mechanisms"
    )


def test_a_ratio_is_held_against_its_target_and_a_plain_figure_too() -> None:
    """Of medians; what has no target is neither met nor missed."""
    ratio = Figure("a", [30, 10, 20], others=[10, 10, 40], against="b", target=2)
    assert (ratio.median, ratio.ratio, ratio.met) == (20, 2, True)
    assert Figure("a", [61], target=60).met is False
    assert Figure("a", [61]).met is None
    assert from_json(to_json({"part": [ratio]})) == {"part": [ratio]}
    cells = ["a", "20.0 ms", "10.0–30.0", "10.0 ms (b)", "2.00", "≤ 2.00", "met"]
    assert as_text("title", [ratio]).splitlines()[-1].split() == " ".join(cells).split()


def test_the_generated_site_is_set_up_as_this_one(tmp_path: Path) -> None:
    """With its theme and fences: otherwise its build would be compared with another thing."""
    build.project(tmp_path, 1, fenced=True)
    build.build(tmp_path)
    shown = (tmp_path / "site" / "part0" / "page0" / "index.html").read_text(encoding="utf-8")
    assert shown.count("<py-snippet ") == build.PROGRAMS_ON_A_PAGE
    assert re.search(r'<body [^>]*data-md-color-scheme="default"', shown)

"""On the instant clock, a program does the same each time: its traces are equal, to the microsecond.

What asyncio alone decides is compared with CPython's trace instead, in test_live_programs.py.
"""

from collections.abc import Callable

import pytest
from interleave_site.pages import Page as GuidePage
from live import PAGES, live, record
from playwright.sync_api import Page
from tracing.comparing import difference
from tracing.schema_check import errors

# A page with tasks, threads and processes.
SAMPLE = ("learn/choose.md",)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Some pages; with `--traces`, all that have programs."""
    if "guide_page" in metafunc.fixturenames:
        every = metafunc.config.getoption("traces")
        pages = [guide_page for guide_page in PAGES if every or guide_page.source in SAMPLE]
        metafunc.parametrize("guide_page", pages, ids=lambda guide_page: guide_page.source)


def test_the_samples_are_pages() -> None:
    """None of them has another name by now."""
    assert set(SAMPLE) <= {guide_page.source for guide_page in PAGES}


def test_two_runs_leave_the_same_trace(guide_page: GuidePage, visit: Callable[[str], Page]) -> None:
    """Each program of a page, whose events fit the schema."""
    page = visit(guide_page.url)
    otherwise = {}
    for snippet in live(guide_page):
        (first_printed, first), (printed, events) = (record(page, snippet) for _ in range(2))
        wrong = [error for event in events for error in errors(event)]
        if found := wrong[:1] or difference(events, first, exact=True):
            otherwise[snippet.name] = found
        assert first_printed == printed
    assert not otherwise

"""Runs the live programs of a page through its own Run buttons."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
import transcript
from firefox import Tab
from interleave_site.pages import Page as GuidePage
from interleave_site.pages import every_page
from interleave_site.snippet import Snippet
from playwright.sync_api import Locator, Page
from tracing.programs import Event

# One press of Run, and what comes of it. Nothing looks at the page meanwhile: a look lays it out.
_RUN = """
async (snippet, clock) => {
  await customElements.whenDefined("py-snippet");
  const chunks = [];
  const listen = ({detail}) => chunks.push([detail.stream, detail.text]);
  snippet.addEventListener("output", listen);
  snippet.clock = clock;
  const finished = new Promise(resolve =>
    snippet.addEventListener("finished", ({detail}) => resolve(detail), {once: true}));
  snippet.querySelector(".snippet-toolbar button").dispatchEvent(new MouseEvent("click", {bubbles: true, detail: 1}));
  const {status, exitCode} = await finished;
  snippet.removeEventListener("output", listen);
  return {status, exitCode, chunks};
}
"""

# Record the next run, whether its timeline is open or not, and keep its events.
RECORD = """
({timeline}) => {
  window.recorded = [];
  timeline.expect = () => true;
  timeline.addLines = async (lines) => void window.recorded.push(lines);
}
"""
RECORDED = """
({timeline}) => {
  delete timeline.expect;
  delete timeline.addLines;
  return window.recorded.join("\\n");
}
"""

# Stored traces are recorded with this seed, and threads that nothing interrupts: how far one comes in 5 ms is up to the
# machine. On the first line, so that no line has another number.
_SEEDED = "import random; random.seed(0); "
_UNINTERRUPTED = "__import__('sys').setswitchinterval(60); "
_SET_SOURCE = "(snippet, source) => (snippet.source = source)"


def live(guide_page: GuidePage) -> list[Snippet]:
    """The programs of a page that run in the tab, each once."""
    return [snippet for snippet in dict.fromkeys(guide_page.programs()) if not snippet.needs]


PAGES = [guide_page for guide_page in every_page() if live(guide_page)]


def parametrize(metafunc: pytest.Metafunc, sample: Sequence[str], option: str) -> None:
    """Give a test that takes a `guide_page` the sample, or with a command-line option all pages that have programs."""
    if "guide_page" in metafunc.fixturenames:
        every = metafunc.config.getoption(option)
        pages = [guide_page for guide_page in PAGES if every or guide_page.source in sample]
        metafunc.parametrize("guide_page", pages, ids=lambda guide_page: guide_page.source)


def run(page: Page, snippet: Snippet, clock: str = "instant") -> str:
    """Press a program's Run button; returns the transcript. By default, waiting takes no time."""
    return _transcript(_element(page, snippet).evaluate(_RUN, clock))


def run_in_firefox(tab: Tab, snippet: Snippet) -> str:
    """Like `run`, in Firefox."""
    function = f"(selector) => ({_RUN.strip()})(document.querySelector(selector), 'instant')"
    return _transcript(tab.evaluate(function, _selector(snippet)))


def _transcript(result: dict[str, Any]) -> str:
    assert result["status"] == ("error" if result["exitCode"] else "ok")
    return transcript.on_a_fast_machine(transcript.render(result["chunks"], result["exitCode"]))


def record(page: Page, snippet: Snippet) -> tuple[str, list[Event]]:
    """Like `run`, on the instant clock; also returns the trace, in the form of a stored one."""
    element = _element(page, snippet)
    element.locator(".snippet-toolbar").wait_for()
    start_recording(element)
    first = _SEEDED + _UNINTERRUPTED * ("switchinterval" not in snippet.source)
    element.evaluate(_SET_SOURCE, first + snippet.source)
    printed = run(page, snippet)
    element.evaluate(_SET_SOURCE, snippet.source)
    return printed, recorded(element)


def start_recording(element: Locator) -> None:
    """Record the next run of a program, whether its timeline is open or not."""
    element.evaluate(RECORD)


def recorded(element: Locator) -> list[Event]:
    """The events of the run that was recorded. The timeline is as before."""
    return [json.loads(line) for line in element.evaluate(RECORDED).split("\n") if line]


def _element(page: Page, snippet: Snippet) -> Locator:
    return page.locator(_selector(snippet)).first


def _selector(snippet: Snippet) -> str:
    return f'py-snippet[data-snippet$="snippets/{snippet.name}"]'

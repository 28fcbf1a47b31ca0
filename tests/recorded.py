"""Runs programs in the playground while their timeline is open, and keeps their events."""

from typing import Any

from playground import Result, run
from playwright.sync_api import Page
from tracing.programs import Event
from tracing.schema_check import errors

# Keep the events of the runs of this page.
_LISTEN = """
() => {
  const snippet = document.querySelector("py-snippet");
  snippet.querySelector(".timeline details").open = true;
  const {timeline} = snippet;
  const addLines = Object.getPrototypeOf(timeline).addLines;
  window.recorded = [];
  timeline.addLines = (lines) => {
    window.recorded.push(...lines.split("\\n").map((line) => JSON.parse(line)));
    return addLines.call(timeline, lines);
  };
}
"""


def recorded(page: Page, source: str, **how: Any) -> tuple[Result, list[Event]]:
    """Run a program in the playground while its timeline is open; its result, and its events, which fit the schema."""
    page.evaluate(_LISTEN)
    result = run(page, source, **how)
    events: list[Event] = page.evaluate("window.recorded")
    for event in events:
        assert not errors(event), errors(event)
    times = [event["time"] for event in events]
    assert times == sorted(times)
    return result, events

"""Runs a program under other schedules, through the playground's public API."""

from typing import Any

from playwright.sync_api import Page

_EXPLORE = """async ([source, wanted, picks]) => {
  const snippet = document.querySelector("py-snippet");
  snippet.source = source;
  const outcomes = {};
  const choices = [];
  let printed = "";
  const stop = new AbortController();
  const on = (name, listen) => snippet.addEventListener(name, listen, {signal: stop.signal});
  on("schedule-outcome", ({detail: {place, outcome}}) => (outcomes[place] = outcome));
  on("output", ({detail: {text}}) => (printed += text));
  on("schedule-rewound", () => (printed = ""));
  on("schedule-choice", ({detail}) => {
    choices.push(detail);
    const pick = picks.length ? picks.shift() : 0;
    if (pick === "undo") snippet.undo();
    else snippet.pick(pick);
  });
  const ended = await snippet.explore(wanted);
  stop.abort();
  return {...ended, outcomes: Object.values(outcomes), choices, printed};
}"""


def explore(page: Page, source: str, picks: tuple[int | str, ...] = (), **wanted: Any) -> dict[str, Any]:
    """What came of a program under other schedules."""
    found: dict[str, Any] = page.evaluate(_EXPLORE, [source, wanted, list(picks)])
    return found

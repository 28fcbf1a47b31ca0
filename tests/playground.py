"""Runs programs through the playground's public API: the same for tests and readers."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypedDict

import page_functions
from playwright.sync_api import Page

PLAYGROUND = "playground/"
page_functions.install()

# Run a source, stop it after something it printed, type an answer whenever it waits for one, and say what came of it.
_RUN = """
async ([source, stopAfter, call, answers, clock]) => {
  const snippet = document.querySelector("py-snippet");
  const chunks = [];
  let seen = "";
  const listen = ({detail}) => {
    chunks.push([detail.stream, detail.text]);
    seen += detail.text;
    if (stopAfter && seen.includes(stopAfter)) { stopAfter = null; snippet[call](); }
  };
  const answer = () => {
    const text = answers.shift();
    if (text === null) snippet.endInput();
    else if (text !== undefined) snippet.write(text);
  };
  snippet.addEventListener("output", listen);
  snippet.addEventListener("reading", answer);
  snippet.source = source;
  snippet.clock = clock;
  const result = await snippet.run();
  snippet.clock = "real";
  snippet.removeEventListener("output", listen);
  snippet.removeEventListener("reading", answer);
  return {...result, chunks};
}
"""

# From now on, the global `longest` is the longest time for which the page has not answered; milliseconds.
WATCH_LONGEST = """
async () => {
  window.longest = 0;
  let last = performance.now();
  setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 50);
}
"""


class Result(TypedDict):
    """The result of `run()`, and the output events."""

    status: str
    exitCode: int
    signal: str | None
    reason: str | None
    stdout: str
    stderr: str
    output: str
    ms: float
    chunks: list[list[str]]


def open_playground(page: Page) -> None:
    """Open the playground, and wait until the element is defined."""
    page.goto(PLAYGROUND)
    page.wait_for_function("customElements.get('py-snippet') !== undefined")


def later(page: Page) -> None:
    """A second press of the same button that is meant; what comes sooner is the rest of a double press."""
    page.evaluate("new Promise(resolve => setTimeout(resolve, 400))")


def run(
    page: Page,
    source: str,
    stop_after: str | None = None,
    stop: Literal["stop", "terminate"] = "stop",
    answers: Sequence[str | None] = (),
    clock: Literal["real", "instant"] | float = "real",
) -> Result:
    """Run a program; stop it once it has printed `stop_after`; each time it waits for input, type the next answer.

    An answer that is None ends the input.
    """
    result: Result = page.evaluate(_RUN, [source, stop_after, stop, list(answers), clock])
    assert result["status"] != "failed", result["reason"]
    return result


def run_by(evaluate: Callable[[str, object], Any], source: str, function: str = _RUN) -> dict[str, Any]:
    """Run a program that nobody stops or answers, in any browser: `evaluate` calls a function on the playground."""
    result: dict[str, Any] = evaluate(function, [source, None, "stop", [], "real"])
    return result

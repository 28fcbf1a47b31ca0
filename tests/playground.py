"""Runs programs through the playground's public API: what tests and readers alike have."""

from typing import TypedDict

from playwright.sync_api import Page

# Set up once per page: run a source, stop it after something it printed or some time, and say what came of it.
_RUN = """
async ([source, stopAfter]) => {
  const snippet = document.querySelector("py-snippet");
  const chunks = [];
  let seen = "";
  const listen = ({detail}) => {
    chunks.push([detail.stream, detail.text]);
    seen += detail.text;
    if (stopAfter && seen.includes(stopAfter)) { stopAfter = null; snippet.stop(); }
  };
  snippet.addEventListener("output", listen);
  snippet.source = source;
  const result = await snippet.run();
  snippet.removeEventListener("output", listen);
  return {...result, chunks};
}
"""


class Result(TypedDict):
    """What `run()` settles with, and the output events."""

    status: str
    exitCode: int
    stdout: str
    stderr: str
    output: str
    ms: float
    chunks: list[list[str]]


def open_playground(page: Page) -> None:
    """Go there, and wait until the element is defined."""
    page.goto("playground/")
    page.wait_for_function("customElements.get('py-snippet') !== undefined")


def run(page: Page, source: str, stop_after: str | None = None) -> Result:
    """Run a program; `stop_after` presses Stop once that text was printed."""
    result: Result = page.evaluate(_RUN, [source, stop_after])
    return result

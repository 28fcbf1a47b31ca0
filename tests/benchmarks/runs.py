"""How fast a run starts after many on the same page: from `run()` to the first output."""

import sys

from alternating import run_one
from playwright.sync_api import Page

from .figures import Figure
from .tab import open_tab

_START = """
async () => {
  const snippet = document.querySelector("py-snippet");
  snippet.source = "print('ok')\\n";
  const started = performance.now();
  let printed;
  snippet.addEventListener("output", () => (printed = performance.now()), {once: true});
  await snippet.run();
  return printed - started;
}
"""
REST = 3_000  # milliseconds in which the next interpreter boots
SAMPLES = 7
EARLY, LATE = 10, 100


def _starts(page: Page) -> list[float]:
    times: list[float] = []
    for _ in range(SAMPLES):
        page.wait_for_timeout(REST)
        times.append(page.evaluate(_START))
    return times


def measure() -> list[Figure]:
    """Run a hundred programs, and measure around an early one and the last."""
    with open_tab() as page:
        times: dict[int, list[float]] = {}
        for number in range(1, LATE + 1):
            if number % EARLY == 0:
                print(f"runs: {number} of {LATE}", file=sys.stderr)
            run_one(page, number)
            if number in (EARLY, LATE):
                times[number] = _starts(page)
    return [Figure(f"start after {LATE} runs", times[LATE], others=times[EARLY], against=f"after {EARLY}", target=1.2)]

"""How fast a run starts after many: `PYTHONPATH=tests .venv/bin/python tests/benchmarks/runs.py`, after `make build`.

Prints the ratio of the hundredth run's start to the tenth's: the median of a few runs each, from `run()` to the first
output, with an interpreter that was started ahead.
"""

import statistics

import chromium
from alternating import run_one
from playground import open_playground
from playwright.sync_api import Page, sync_playwright
from server import serve

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


def _starts(page: Page) -> float:
    times: list[float] = []
    for _ in range(SAMPLES):
        page.wait_for_timeout(REST)
        times.append(page.evaluate(_START))
    print("  ".join(f"{milliseconds:.0f} ms" for milliseconds in times))
    return statistics.median(times)


def main() -> None:
    """Run a hundred programs, and measure around the tenth and the last."""
    with serve() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        page = browser.new_context(base_url=url).new_page()
        page.set_default_timeout(120_000)
        open_playground(page)
        medians = []
        for number in range(1, 101):
            run_one(page, number)
            if number in (10, 100):
                medians.append(_starts(page))
        browser.close()
    print(f"start of the last run / start of the tenth: {medians[1] / medians[0]:.2f}")


if __name__ == "__main__":
    main()

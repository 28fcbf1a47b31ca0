"""From the click on Run to the first output: on this site, on a bare page with stock Pyodide, and on any other site.

Each round has a browser profile of its own, so that the first visit loads all; the later ones find what was kept.
"""

import sys
import tempfile
from collections import defaultdict

import chromium
import page_functions
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from server import serve

from . import host
from .figures import Figure

page_functions.install()

ROUNDS = 3
MEGABITS, LATENCY_MS = 20, 40
# How long a page may rest before the next one is opened: an image is being kept, an interpreter booted ahead.
REST_MS = 4_000
PLAYGROUND = "playground/"
PLAIN = "print('ok')\n"
WITH_AIOHTTP = "import aiohttp\nprint('ok')\n"
OF_SITE = "another site"

# Runs a program on the playground: the milliseconds up to the first output, and those that the program ran itself.
_RUN = """
async (source) => {
  await customElements.whenDefined("py-snippet");
  const snippet = document.querySelector("py-snippet");
  snippet.source = source;
  let printed;
  snippet.addEventListener("output", () => (printed ??= performance.now()), {once: true});
  const started = performance.now();
  const result = await snippet.run();
  if (result.exitCode) throw new Error(result.output);
  return printed - started;
}
"""
# Clicks, and waits until something is shown.
_CLICK = """
([run, output]) => new Promise((resolve) => {
  const shown = () => [...document.querySelectorAll(output)].map((element) => element.textContent).join("");
  const before = shown();
  const started = performance.now();
  const look = () => (shown() !== before ? resolve(performance.now() - started) : setTimeout(look, 1));
  document.querySelector(run).click();
  look();
})
"""

Times = dict[str, list[float]]


def measure(site: str = "", run: str = "", output: str = "") -> list[Figure]:
    """The figures; those of another site too, if there are its address and selectors."""
    if site and not (run and output):
        raise SystemExit("SITE needs RUN and OUTPUT: selectors of what is clicked, and of what shows the output")
    times: Times = defaultdict(list)
    with serve(host.Host) as url, sync_playwright() as playwright:
        for number in range(ROUNDS):
            print(f"start: round {number + 1} of {ROUNDS}", file=sys.stderr)
            for part in (_bare, _ours, _loaded):
                with tempfile.TemporaryDirectory() as profile:
                    # What the service worker keeps for later would be counted too.
                    context = _open(playwright, profile, offline=part is not _loaded)
                    part(context, url, times)
                    context.close()
            for part in (_slow_bare, _slow_ours):
                with tempfile.TemporaryDirectory() as profile:
                    context = _open(playwright, profile)
                    host.line.set(MEGABITS, LATENCY_MS)
                    part(context, url, times)
                    host.line.set()
                    context.close()
            if site:
                with tempfile.TemporaryDirectory() as profile:
                    context = _open(playwright, profile)
                    for name in ("cold", "warm"):
                        times[f"{OF_SITE}, {name}"].append(_click(context, site, run, output))
                    context.close()
    return _table(times, site)


def _open(playwright: Playwright, profile: str, offline: bool = True) -> BrowserContext:
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=chromium.find(),
        args=chromium.FLAGS,
        service_workers="allow" if offline else "block",
    )
    context.set_default_timeout(120_000)
    return context


def _click(context: BrowserContext, address: str, run: str, output: str) -> float:
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(run)
    took: float = page.evaluate(_CLICK, [run, output])
    page.wait_for_timeout(REST_MS)
    page.close()
    return took


def _bare(context: BrowserContext, url: str, times: Times) -> None:
    for name in ("bare, cold", "bare, warm"):
        times[name].append(_click(context, url + host.BARE, "button", "pre"))
    page = context.new_page()
    page.goto(f"{url}{host.BARE}?snapshot")
    page.click("button")
    page.wait_for_function("document.title === 'kept'")
    page.close()
    times["bare, snapshot"].append(_click(context, f"{url}{host.BARE}?snapshot", "button", "pre"))


def _ours(context: BrowserContext, url: str, times: Times) -> None:
    page = _playground(context, url)
    times["cold"].append(_run(page))
    page.wait_for_timeout(REST_MS)
    times["second run"].append(_run(page))
    page.close()
    page = _playground(context, url)
    times["warm"].append(_run(page))
    page.wait_for_timeout(REST_MS)
    _run(page, WITH_AIOHTTP)  # what it needs is loaded and, where images are kept with it, kept
    page.wait_for_timeout(REST_MS)
    page.close()
    for name, source in (("warm, once more", PLAIN), ("warm, aiohttp", WITH_AIOHTTP)):
        page = _playground(context, url)
        times[name].append(_run(page, source))
        page.wait_for_timeout(REST_MS)
        page.close()


def _loaded(context: BrowserContext, url: str, times: Times) -> None:
    """What goes over the line at a first visit."""
    host.line.set()
    page = _playground(context, url)
    page.wait_for_load_state("networkidle")
    times["requests before interest"].append(host.line.requests)
    times["bytes before interest"].append(host.line.bytes)
    host.line.set()
    _run(page)
    times["requests to the first output"].append(host.line.requests)
    times["bytes to the first output"].append(host.line.bytes)
    page.close()


def _slow_bare(context: BrowserContext, url: str, times: Times) -> None:
    times["bare, slow"].append(_click(context, url + host.BARE, "button", "pre"))


def _slow_ours(context: BrowserContext, url: str, times: Times) -> None:
    page = _playground(context, url)
    times["slow"].append(_run(page))
    page.close()


def _playground(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url + PLAYGROUND)
    page.wait_for_function("customElements.get('py-snippet') !== undefined")
    return page


def _run(page: Page, source: str = PLAIN) -> float:
    took: float = page.evaluate(_RUN, source)
    return took


def _table(times: Times, site: str) -> list[Figure]:
    plain, snapshot = "stock Pyodide in a bare worker", "the same from a snapshot"
    line = f"at {MEGABITS} Mbit/s and {LATENCY_MS} ms"
    rows = [
        Figure("first visit", times["cold"], others=times["bare, cold"], against=plain),
        Figure(f"first visit {line}", times["slow"], others=times["bare, slow"], against=plain, target=1.15),
        Figure("later page, what was kept", times["warm"], others=times["bare, warm"], against=plain, target=0.5),
        Figure("the same", times["warm"], others=times["bare, snapshot"], against=snapshot, target=1.2),
        Figure("second run on a page", times["second run"], target=60),
        Figure(
            "later page, a program with aiohttp",
            times["warm, aiohttp"],
            others=times["warm, once more"],
            against="one without",
            target=1.15,
        ),
        Figure("requests before interest", times["requests before interest"], "requests"),
        Figure("bytes before interest", [count / 1000 for count in times["bytes before interest"]], "kB"),
        Figure("requests from the click to the output", times["requests to the first output"], "requests", target=12),
        Figure(
            "bytes from the click to the output", [count / 1e6 for count in times["bytes to the first output"]], "MB"
        ),
    ]
    if site:
        rows += [
            Figure(f"{site}, {visit}", times[f"{OF_SITE}, {visit}"], others=times[ours], against="this site")
            for visit, ours in (("cold", "cold"), ("warm", "warm"))
        ]
    return rows

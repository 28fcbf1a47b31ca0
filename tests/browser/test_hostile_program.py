"""A hostile program, as one that came by a link may be, in Chromium and Firefox.

It reads nothing of the site and keeps nothing; the next run is clean, and the page alive. What becomes of forged
messages, tests/js/messages.test.mjs and test_messages.py say.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import firefox
import pytest
from interleave_site.offline import SCRIPT
from node import evaluate
from playground import _RUN, PLAYGROUND, WATCH_LONGEST, run_by
from playwright.sync_api import Browser

HOSTILE = Path(__file__).parent / "hostile"
Evaluate = Callable[[str, object], Any]

# What the site has that a program must not see.
_PREPARE = """
async () => {
  document.cookie = "secret=1; path=/";
  localStorage.secret = "1";
  await (await caches.open("secret")).put("/secret", new Response("1"));
  await new Promise((resolve) => (indexedDB.open("secret").onsuccess = resolve));
  window.heard = [];
  new BroadcastChannel("interleave").onmessage = ({data}) => heard.push(data);
}
"""
_LEFT = """
async () => ({
  heard,
  longest,
  caches: (await caches.keys()).filter((name) => name.includes("secret")),
  databases: (await indexedDB.databases()).map(({name}) => name),
  // But for the site's own.
  workers: (await navigator.serviceWorker.getRegistrations())
    .map(({installing, waiting, active}) => (installing ?? waiting ?? active).scriptURL)
    .filter((script) => !script.endsWith("/SCRIPT")),
  programs: document.documentElement.dataset.programs,
  keys: Object.keys(localStorage).filter((key) => !key.startsWith("interleave:") && !key.endsWith("__palette")),
})
""".replace("SCRIPT", SCRIPT)


def _in_chromium(browser: Browser, site_url: str) -> Iterator[Evaluate]:
    context = browser.new_context(base_url=site_url)
    page = context.new_page()
    page.set_default_timeout(200_000)
    page.goto(PLAYGROUND)
    yield page.evaluate
    context.close()


def _in_firefox(site_url: str) -> Iterator[Evaluate]:
    with firefox.open_tab(timeout=600) as tab:
        tab.go(site_url + PLAYGROUND)
        yield tab.evaluate


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def ask(request: pytest.FixtureRequest, browser: Browser, site_url: str) -> Iterator[Evaluate]:
    """Evaluates on the playground."""
    if request.param == "firefox" and not firefox.find():
        pytest.skip("there is no Firefox on this machine: apt install firefox-esr")
    yield from _in_chromium(browser, site_url) if request.param == "chromium" else _in_firefox(site_url)


# How often a program that creates a worker is run: in Firefox that may hang for ever (docs/runner/frame/frame.js).
_ATTEMPTS = 3
_RUN_OR_STOP = f"""async (wanted) => {{
  const stop = setTimeout(() => document.querySelector("py-snippet").stop(), 150_000);
  try {{
    return await ({_RUN.strip()})(wanted);
  }} finally {{
    clearTimeout(stop);
  }}
}}"""


def _found(ask: Evaluate, source: str) -> dict[str, Any]:
    """What reach.py found, once Firefox has created the worker that it asks for."""
    for _ in range(_ATTEMPTS):
        result = run_by(ask, source, _RUN_OR_STOP)
        lines = result["output"].splitlines()
        if result["status"] == "stopped" or '"a worker": "nothing"' in lines[1]:
            assert run_by(ask, "print('clean')\n")["output"] == "clean\n"
            continue
        assert lines[0] == "flood", result
        found: dict[str, Any] = json.loads(lines[1])
        return found
    raise AssertionError(f"the program's worker was not created in {_ATTEMPTS} runs: {result}")


def _message_types() -> list[str]:
    types: list[str] = evaluate("""
        import * as tables from "./docs/runner/shared/messages.js";
        console.log(JSON.stringify([...new Set(Object.values(tables).flatMap(Object.keys))]));
    """)
    return types


@pytest.mark.timeout(900)
def test_a_program_reaches_nothing_of_the_site(ask: Evaluate, site_url: str) -> None:
    """By all that the browser gives a worker."""
    ask("async () => { await customElements.whenDefined('py-snippet') }", None)
    ask(_PREPARE, None)
    ask(WATCH_LONGEST, None)
    types = _message_types()
    source = (HOSTILE / "reach.py").read_text(encoding="utf-8")
    source = source.replace('SITE = "SITE"', f"SITE = {site_url!r}").replace('"""TYPES"""', repr(json.dumps(types)))
    found = _found(ask, source)
    posted = {found.pop(f"postMessage {kind}") for kind in types}
    assert posted == {"refused"}
    of_a_worker = found.pop("a worker")
    assert set(of_a_worker.values()) == {"refused"}, of_a_worker
    assert found.pop("origin") == "null"
    assert found.pop("a request unseen") in ("opaque", "refused")
    assert found.pop("heard of it") is True
    found.pop("BroadcastChannel")  # to those of its own origin, of whom there is nobody
    assert set(found.values()) <= {None, "refused"}, found
    left = ask(_LEFT, None)
    assert left.pop("longest") < 5_000
    assert left == {
        "heard": [],
        "caches": ["secret"],
        "databases": ["secret"],
        "workers": [],
        "programs": "isolated",
        "keys": ["secret"],
    }
    assert run_by(ask, (HOSTILE / "next_run.py").read_text(encoding="utf-8"))["output"] == "clean\n"


@pytest.mark.timeout(1200)  # a minute in Firefox, if nothing runs beside it
def test_a_million_messages_leave_the_page_alive(ask: Evaluate) -> None:
    """To the machine, with sense and without."""
    flood = "from interleave_kernel.machine import link as machine\nfor _ in range(1_000_000): machine.tell({0})\n"
    result = run_by(ask, flood.format("'watch', 'terminal'") + "print('told')\n")
    assert result["output"] == "told\n"
    result = run_by(ask, flood.format("'write'") + "machine.ask('queues')\n")
    assert (result["status"], result["exitCode"]) == ("error", 159), result
    assert ask(_LEFT, None)["longest"] < 5_000
    assert run_by(ask, "print('clean')\n")["output"] == "clean\n"

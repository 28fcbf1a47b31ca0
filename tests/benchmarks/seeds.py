"""The same program and seed: the same choices and output in Chromium, Firefox and, for tasks, on CPython by the recipe.

And the same timeline in both browsers, for some of the seeds.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import chromium
import firefox
from live import RECORD, RECORDED
from playground import PLAYGROUND
from playwright.sync_api import sync_playwright
from searched import PLANTED, TASKS, Searched
from server import serve

from .figures import Figure

# `make benchmark ONLY=seeds SEEDS=10` is a quick look.
SEEDS = int(os.environ.get("SEEDS", "100"))
# Of these, the events of the timeline are compared too; each such run begins in an interpreter of its own.
TRACED = range(1, 1 + min(5, -(-SEEDS // 20)))
_NATIVE = Path(__file__).resolve().parents[1] / "every_seed.py"
_DIGEST = """
async ([source, wanted]) => {
  await customElements.whenDefined("py-snippet");
  const snippet = document.querySelector("py-snippet");
  snippet.source = source;
  return (await snippet.explore(wanted)).digest;
}
"""
# A run with a seed: what it printed, and its events without their times.
_TRACE = f"""
async ([source, wanted]) => {{
  const snippet = document.querySelector("py-snippet");
  snippet.source = source;
  snippet.timeline.unfold();
  const printed = [];
  const listen = ({{detail}}) => printed.push(detail.text);
  snippet.addEventListener("output", listen);
  ({RECORD.strip()})(snippet);
  await snippet.explore(wanted);
  const lines = ({RECORDED.strip()})(snippet).trim().split("\\n");
  snippet.removeEventListener("output", listen);
  return [printed.join(""), lines.map((line) => ({{...JSON.parse(line), time: 0}}))];
}}
"""
Ask = Callable[[str, object], Any]


def _runs(ask: Ask, program: Searched) -> tuple[str, list[Any]]:
    wanted = {"mode": "try", "runs": SEEDS + 1, **program.wanted}
    digest = ask(_DIGEST, [program.source, wanted])
    return digest, [
        ask(_TRACE, [program.source, {"mode": "replay", "seed": seed, **program.wanted}]) for seed in TRACED
    ]


def _everywhere(ask: Ask, browser: str) -> dict[str, tuple[str, list[Any]]]:
    found = {}
    for program in PLANTED:
        found[program.name] = _runs(ask, program)
        print(f"seeds: {program.name} in {browser}: {found[program.name][0][:12]}", file=sys.stderr)
    return found


def measure() -> list[Figure]:
    """How many seeds give the same."""
    native = json.loads(subprocess.run([sys.executable, _NATIVE, str(SEEDS)], capture_output=True, check=True).stdout)
    with serve() as url:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
            page = browser.new_context(base_url=url, service_workers="block").new_page()
            page.set_default_timeout(600_000)
            page.goto(PLAYGROUND)
            in_chromium = _everywhere(page.evaluate, "Chromium")
            browser.close()
        with firefox.open_tab(timeout=600) as tab:
            tab.go(url + PLAYGROUND)
            in_firefox = _everywhere(tab.evaluate, "Firefox")
    figures = []
    for program in PLANTED:
        (here, traces), (there, others) = in_chromium[program.name], in_firefox[program.name]
        same = [here == there, *([here == native[program.name]] if program in TASKS else [])]
        where = "Chromium, Firefox, CPython" if program in TASKS else "Chromium, Firefox"
        alike = sum(one == other for one, other in zip(traces, others, strict=True))
        note = f"{where}; timelines: {alike} of {len(TRACED)}"
        figures.append(Figure(f"{program.name}: seeds with the same runs", [SEEDS * all(same)], unit="", note=note))
    return figures

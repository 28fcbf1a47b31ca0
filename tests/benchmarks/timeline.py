"""How smooth a timeline of more than 10,000 events is: how long a frame takes while the run goes on, and moved in.

A page that does nothing draws a frame every 16.7 ms on a screen of 60 Hz. That is measured in turn with the rest, on
the same page.
"""

import sys

from playground import run

from .figures import Figure
from .tab import open_tab

ROUNDS = 3
SECONDS = 3
# A frame may take so many times as long as on a page that does nothing: 50 frames a second, where there are 60.
TARGET = 1.2
EVENTS = 10_000
# Each turn is three events: it is woken, runs, and waits.
PROGRAM = """
import asyncio

async def work(number):
    for turn in range(1000):
        await asyncio.sleep(0.002)
        if turn % 50 == 0:
            print(number, turn)

async def main():
    async with asyncio.TaskGroup() as group:
        for number in range(4):
            group.create_task(work(number))

asyncio.run(main())
"""
# The times of frames, from one call to the next, while something is done in each.
_FRAMES = """
() => {
  const snippet = document.querySelector("py-snippet");
  const scroll = () => snippet.querySelector(".timeline > details > .timeline-scroll");
  const buttons = () => [...snippet.querySelectorAll(".timeline-controls button")];
  const button = (text) => buttons().find((each) => each.textContent === text);
  const scrubber = () => snippet.querySelector(".timeline-controls input");
  let frame = 0;
  const moves = {
    rest() {},
    pan() { scroll().scrollLeft = (frame * 150) % (scroll().scrollWidth - scroll().clientWidth); },
    zoom() { button(frame % 20 < 10 ? "+" : "−").click(); },
    scrub() {
      const {max} = scrubber();
      scrubber().value = String((frame * 7) % Number(max));
      scrubber().dispatchEvent(new Event("input"));
    },
  };
  window.framesWhile = (kind, goesOn) => new Promise((resolve) => {
    const times = [];
    let last = performance.now();
    const next = () => {
      const now = performance.now();
      times.push(now - last);
      last = now;
      if (!goesOn()) return resolve(times.slice(2));
      frame += 1;
      moves[kind]();
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  window.framesFor = (kind, seconds) => {
    const until = performance.now() + seconds * 1000;
    return window.framesWhile(kind, () => performance.now() < until);
  };
  window.framesOfRun = async (source) => {
    snippet.source = source;
    snippet.querySelector(".timeline > details").open = true;
    let runs = true;
    const began = new Promise((resolve) => snippet.addEventListener("output", resolve, {once: true}));
    const run = snippet.run().finally(() => (runs = false));
    await began;
    const times = await window.framesWhile("rest", () => runs);
    await run;
    await snippet.timeline.show(-1);
    let points = 0;
    await snippet.timeline.ask((panel) => (points = panel.scene.model.points.length));
    return [times, points];
  };
}
"""
MOVES = {"rest": "at rest", "pan": "while it is moved", "zoom": "while it is zoomed", "scrub": "while it is replayed"}


def measure() -> list[Figure]:
    """The mean time of a frame and the longest, in milliseconds, for each of some rounds."""
    means: dict[str, list[float]] = {"live": [], **{kind: [] for kind in MOVES}}
    longest: dict[str, list[float]] = {kind: [] for kind in means}

    def keep(kind: str, times: list[float]) -> None:
        means[kind].append(sum(times) / len(times))
        longest[kind].append(max(times))

    with open_tab() as page:
        run(page, "print('ok')")
        page.evaluate(_FRAMES)
        for number in range(ROUNDS):
            print(f"timeline: round {number + 1} of {ROUNDS}", file=sys.stderr)
            times, points = page.evaluate("source => framesOfRun(source)", PROGRAM)
            if points < EVENTS:
                raise RuntimeError(f"the run has {points} points on its timeline, and {EVENTS} are asked for")
            keep("live", times)
            for kind in MOVES:
                keep(kind, page.evaluate(f"framesFor('{kind}', {SECONDS})"))
    rows = []
    for kind, name in {"live": "while the run goes on", **MOVES}.items():
        if kind != "rest":
            rows.append(Figure(f"a frame {name}", means[kind], others=means["rest"], against="at rest", target=TARGET))
            rows.append(Figure(f"the longest frame {name}", longest[kind], others=longest["rest"], against="at rest"))
    return rows

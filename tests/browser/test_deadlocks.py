"""Deadlocks: who waits for whom is said of each kind, and of no program that can go on."""

from pathlib import Path

import pytest
from playground import run
from playwright.sync_api import Page, expect

PROGRAMS = Path(__file__).with_name("deadlocks")
# In backquotes as in the kernel's sentences; here as the page shows them, without.
SAID = {
    "two_locks": [
        "a holds lock1 and waits for lock2, which b holds (line 11).",
        "b holds lock2 and waits for lock1, which a holds (line 18).",
    ],
    "two_tasks": [
        "a holds left and waits for right, which b holds (line 7).",
        "b holds right and waits for left, which a holds (line 7).",
        "Task-1 (main) waits for a and b to end (line 13).",
    ],
    "bare_acquire": [
        "a holds first and waits for second, which b holds (line 8).",
        "b holds second and waits for first, which a holds (line 8).",
    ],
    "own_loop": ["Task-1 (main) waits for a result that its own event loop has to compute (line 11)."],
    "task_and_thread": ["Task-1 (main)", "waits for lock, which the main thread holds"],
    "acquire_in_a_pool": [
        "asyncio_0 waits for lock, which the main thread holds.",
        "Task-1 (main) waits for a result that only asyncio_0 could compute (line 10).",
    ],
    "joins": ["first waits for second to end (line 8).", "second waits for first to end (line 13)."],
    "queue": ["the main thread waits in jobs.get(), and nothing is left that could end that (line 4)."],
    "nested_submit": ["waits for a result that only it could compute (line 5)."],
    "two_processes": [
        "a holds lock1 and waits for lock2, which b holds (line 7).",
        "b holds lock2 and waits for lock1, which a holds (line 7).",
        "the main process waits for a to end (line 18).",
    ],
    "join_before_get": [
        "the main process waits for Process-1 to end (line 12).",
        "Process-1 waits for QueueFeederThread in Process-1 to end.",
        "QueueFeederThread in Process-1 waits for a pipe, and nothing is left that could end that.",
    ],
    "two_conditions": [
        "a holds one and waits for other, which b holds (line 10).",
        "b holds other and waits for one, which a holds (line 10).",
    ],
    "woken_in_vain": [
        "a holds lock and waits for changed, which b holds (line 9).",
        "b holds changed and waits for lock, which a holds (line 16).",
    ],
    "two_accounts": [
        "a holds accounts['ada'].lock and waits for accounts['bob'].lock, which b holds (line 14).",
        "b holds accounts['bob'].lock and waits for accounts['ada'].lock, which a holds (line 14).",
    ],
    "two_inboxes": [
        "a waits in a.inbox.get(), and nothing is left that could end that (line 12).",
        "b waits in b.inbox.get(), and nothing is left that could end that (line 12).",
    ],
    "conditions_of_tasks": [
        "a holds one and waits for other, which b holds (line 7).",
        "b holds other and waits for one, which a holds (line 7).",
    ],
    "woken_task": [
        "a holds lock and waits for changed, which b holds (line 6).",
        "b holds changed and waits for lock, which a holds (line 13).",
    ],
    "semaphores_of_tasks": [
        "a waits in other.acquire(), and nothing is left that could end that (line 7).",
        "b waits in one.acquire(), and nothing is left that could end that (line 7).",
    ],
    "locks_of_processes": [
        "a holds one and waits for other, which b holds (line 7).",
        "b holds other and waits for one, which a holds (line 7).",
    ],
    "semaphores_of_processes": [
        "a waits in other.acquire(), and nothing is left that could end that (line 7).",
        "b waits in one.acquire(), and nothing is left that could end that (line 7).",
    ],
    "events_of_processes": [
        "a waits in first.wait(), and nothing is left that could end that (line 5).",
        "b waits in second.wait(), and nothing is left that could end that (line 5).",
    ],
    "queues_of_processes": [
        "a waits in first.get(), and nothing is left that could end that (line 5).",
        "b waits in second.get(), and nothing is left that could end that (line 5).",
    ],
    "both_receive": [
        "the main process waits in mine.recv(), and nothing is left that could end that (line 13).",
        "child waits in connection.recv(), and nothing is left that could end that (line 5).",
    ],
    "receive_and_join": [
        "the main process waits for child to end (line 13).",
        "child waits in connection.recv(), and nothing is left that could end that (line 5).",
    ],
    "lock_and_pool": [
        "the main process holds lock and waits for a result, and nothing is left that could set it (line 17).",
        "waits for lock, which the main process holds (line 6).",
    ],
    "beside_a_heartbeat": ["a holds inner and waits for outer, which b holds (line 11)."],
}
# Run the program, and stop it when a sentence is there, or so long after it has printed something.
_RUN = """
async ([source, patience]) => {
  const snippet = document.querySelector("py-snippet");
  const said = () => snippet.querySelector(":scope > .snippet-deadlock");
  const began = new Promise((resolve) => snippet.addEventListener("output", resolve, {once: true}));
  said()?.remove(); // of an earlier test
  snippet.source = source;
  const run = snippet.run();
  const quiet = (async () => {
    if (patience) await began;
    if (patience) await new Promise((resolve) => setTimeout(resolve, patience));
    else while (!said()) await new Promise((resolve) => setTimeout(resolve, 50));
  })();
  await Promise.race([run, quiet]);
  const before = said()?.innerText ?? null;
  snippet.stop();
  const ended = run.then(() => true);
  const late = new Promise((resolve) => setTimeout(resolve, 1000, false));
  if (!(await Promise.race([ended, late]))) snippet.stop();
  await run;
  await snippet.timeline.show(-1); // whatever is on its way has come
  return [before, said()?.innerText ?? null];
}
"""


@pytest.mark.parametrize("name", sorted(path.stem for path in PROGRAMS.glob("*.py")))
def test_a_deadlock_is_explained(warm_playground: Page, name: str) -> None:
    """By itself where all is quiet; where something else still runs, when the reader stops it."""
    source = (PROGRAMS / f"{name}.py").read_text(encoding="utf-8")
    before, after = warm_playground.evaluate(_RUN, [source, 1500 if name == "beside_a_heartbeat" else 0])
    assert (before or after).startswith("Deadlock.")
    for sentence in SAID[name]:
        assert sentence in (before or after)
    expect(warm_playground.locator(".snippet-deadlock svg rect").first).to_be_visible()


@pytest.mark.parametrize("name", sorted(path.stem for path in (PROGRAMS / "none").glob("*.py")))
def test_what_can_go_on_is_no_deadlock(warm_playground: Page, name: str) -> None:
    """It waits for input, for time, for a connection, for another process."""
    source = (PROGRAMS / "none" / f"{name}.py").read_text(encoding="utf-8")
    assert warm_playground.evaluate(_RUN, [source, 1500]) == [None, None]


def test_a_look_keeps_nothing_alive(warm_playground: Page) -> None:
    """What was waited for while somebody looked ends when its program lets it go, not when the collector comes."""
    source = (PROGRAMS / "others" / "let_go.py").read_text(encoding="utf-8")
    assert run(warm_playground, source)["stdout"] == "let go\nafterwards\n"

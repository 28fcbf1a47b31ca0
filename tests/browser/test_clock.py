"""The clock of a run: one for all that runs on the tab's machine. On the instant one, waiting costs nothing."""

from typing import Any

import pytest
from exploring import explore
from playground import Result, later, run
from playwright.sync_api import Page, expect

# How late it is, in tenths of a second.
_PASSED = """
import time
start = time.monotonic()
def passed():
    return round(time.monotonic() - start, 1)
"""
ALONE = (
    _PASSED
    + """
import asyncio, datetime, os, select, signal, threading

day = datetime.datetime.now()
time.sleep(2)
print("sleep", passed(), (datetime.datetime.now() - day).seconds)

async def main():
    await asyncio.gather(*(asyncio.sleep(number / 10) for number in range(10)))
    try:
        async with asyncio.timeout(5):
            await asyncio.sleep(100)
    except TimeoutError:
        print("asyncio.timeout", passed())
asyncio.run(main())

def work(seconds):
    time.sleep(seconds)
    print("thread", seconds, passed())
threads = [threading.Thread(target=work, args=(seconds,)) for seconds in (3, 1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

signal.signal(signal.SIGALRM, lambda *_: print("alarm", passed()))
signal.alarm(30)
signal.pause()
signal.setitimer(signal.ITIMER_REAL, 0.5, 0.5)
signal.pause()
signal.pause()
signal.setitimer(signal.ITIMER_REAL, 0)
print("select", select.select([os.pipe()[0]], [], [], 7.5), passed())
condition = threading.Condition()
with condition:
    print("Condition.wait", condition.wait(11), passed())
begin = time.monotonic()
for _ in range(200):
    time.sleep(0.0005)
print("short sleeps", f"{time.monotonic() - begin:.4f}")
end = time.monotonic() + 0.2
while time.monotonic() < end:
    pass
print("polled", passed())
for _ in range(1_000):
    time.sleep(3600)
print("a thousand hours", passed())
"""
)
ALONE_PRINTS = """\
sleep 2.0 2
asyncio.timeout 7.9
thread 1 8.9
thread 2 9.9
thread 3 10.9
alarm 40.9
alarm 41.4
alarm 41.9
select ([], [], []) 49.4
Condition.wait False 60.4
short sleeps 0.1000
polled 60.7
a thousand hours 3600060.7
"""
# A thread that computes is not overtaken by the time of one that sleeps; one that polls lets others go on in time.
COMPUTING = (
    _PASSED
    + """
import threading

def sleeper():
    time.sleep(0.5)
    print("slept", passed())
thread = threading.Thread(target=sleeper)
thread.start()
print("computed", sum(range(300_000)), passed())
while passed() < 1:
    pass
print("polled", passed())
thread.join()
while True:  # and one that waits for a flag ends, too
    flag = []
    threading.Timer(0.1, flag.append, [1]).start()
    while not flag:
        pass
    break
print("seen")
"""
)
PROCESSES = (
    _PASSED
    + """
import multiprocessing, subprocess, sys
from concurrent.futures import ProcessPoolExecutor, as_completed

def answer(connection):
    while (pause := connection.recv()) is not None:
        time.sleep(pause)
        connection.send(time.monotonic())

def work(seconds):
    time.sleep(seconds)
    return seconds

if __name__ == "__main__":
    print("sleep", subprocess.run(["sleep", "2"]).returncode, passed())
    start = time.monotonic()
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=answer, args=(theirs,))
    process.start()
    for pause in (1, 2, 3):
        ours.send(pause)
        print(pause, round(ours.recv() - start, 1), passed())  # one clock for all processes
    ours.send(None)
    process.join()
    with ProcessPoolExecutor(2) as executor:
        for future in as_completed([executor.submit(work, seconds) for seconds in (3, 1, 1)]):
            print(future.result(), passed())
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(5); print('child')"])
    try:
        child.wait(2)
    except subprocess.TimeoutExpired:
        print("expired", passed())
    child.wait()
    print("ended", passed())
"""
)
PROCESSES_PRINT = """\
sleep 0 2.0
1 1.0 1.0
2 3.0 3.0
3 6.0 6.0
1 7.0
1 8.0
3 9.0
expired 11.0
child
ended 14.0
"""


_SLEEPER = """
import time
before = time.time()
print("now", flush=True)
time.sleep({pause})
print(time.time() - before >= {pause})
"""


def _ended(result: Result) -> str:
    assert result["exitCode"] == 0, result["output"]
    return result["output"]


def test_waiting_costs_nothing(warm_playground: Page) -> None:
    """Threads, tasks, signals, time-outs; a thousand hours."""
    assert _ended(run(warm_playground, ALONE, clock="instant")) == ALONE_PRINTS


def test_computing_takes_no_time(warm_playground: Page) -> None:
    """A running thread holds the clock; whoever waits by looking at it is taken to wait."""
    printed = _ended(run(warm_playground, COMPUTING, clock="instant"))
    assert printed == "computed 44999850000 0.0\nslept 0.5\npolled 1.0\nseen\n"


@pytest.mark.long
def test_one_clock_for_all_processes(warm_playground: Page) -> None:
    """Children, pipes between them, a pool."""
    printed = _ended(run(warm_playground, PROCESSES, clock="instant"))
    assert [line.split()[:3] for line in printed.splitlines()] == [
        line.split()[:3] for line in PROCESSES_PRINT.splitlines()
    ]


# What asks the machine that processes share.
_CALLS = """
import fcntl, os, sys, threading

def note(name):
    for _ in range(20):
        os.getsid(0)
        file = open(f"/tmp/{name}", "w")
        fcntl.flock(file, fcntl.LOCK_EX)
        os.close(os.dup(file.fileno()))
        file.close()
        print(name, end="")

threads = [threading.Thread(target=note, args=(name,)) for name in "ab"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_a_system_call_takes_no_time(warm_playground: Page) -> None:
    """No other thread gets its turn by one, as on a machine on which it returns at once."""
    uninterrupted = _CALLS.replace("threads =", "sys.setswitchinterval(60)\nthreads =", 1)
    for _ in range(3):
        later(warm_playground)
        assert run(warm_playground, uninterrupted, clock="instant")["output"] == "a" * 20 + "b" * 20
    # Nor under the ordinary schedule, which lets the threads run in the order of their start.
    (outcome,) = explore(warm_playground, _CALLS, mode="try", runs=1)["outcomes"]
    assert outcome["output"] == "a" * 20 + "b" * 20


def test_who_types_has_the_time_that_it_takes(warm_playground: Page) -> None:
    """While a program waits for a line, what else is due does not come at once."""
    source = """
import threading
timer = threading.Timer(3600, print, ["too late"])
timer.start()
print(input("? "))
timer.cancel()
"""
    assert _ended(run(warm_playground, source, answers=["in time\n"], clock="instant")) == "? in time\n"


def test_the_clock_can_be_changed_meanwhile(warm_playground: Page) -> None:
    """A program that sleeps for an hour ends at once on the instant clock; ten seconds are one on a fast one."""
    page = warm_playground
    for kind, pause in ("instant", 3600), (10, 10):
        page.evaluate(
            """([source, kind]) => {
              const snippet = document.querySelector("py-snippet");
              snippet.clock = "real";
              snippet.source = source;
              snippet.addEventListener("output", () => { snippet.clock = kind; }, {once: true});
            }""",
            [_SLEEPER.format(pause=pause), kind],
        )
        result = page.evaluate("document.querySelector('py-snippet').run()")
        page.evaluate("document.querySelector('py-snippet').clock = 'real'")
        assert result["output"] == "now\nTrue\n"
    with pytest.raises(Exception, match="There is no clock fast"):
        page.evaluate("document.querySelector('py-snippet').clock = 'fast'")


# A main thread that computes, one that sleeps, and a child: all print as they go.
_TICKING = """
import subprocess, sys, threading, time

CHILD = "import time\\nfor n in range(30): print('child', n); time.sleep(0.05)"
child = subprocess.Popen([sys.executable, "-uc", CHILD])
start = time.monotonic()
def tick():
    while child.poll() is None:
        print("thread", flush=True)
        time.sleep(0.05)
thread = threading.Thread(target=tick)
thread.start()
turns = 0
while thread.is_alive():
    turns += 1
    if turns % 100_000 == 0:
        print("main", flush=True)
print("passed", time.monotonic() - start)
"""
# What has been on its way when a program is paused has come; milliseconds.
_SETTLED = 600
_PAUSE = 1_000

# Run a program, pause it once it has printed something, do something with it, and tell what it printed meanwhile.
_PAUSED = """
async ([source, until, settled, pause, actions]) => {
  const snippet = document.querySelector("py-snippet");
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  let seen = "";
  const heard = new Promise((resolve) => {
    snippet.addEventListener("output", ({detail}) => {
      seen += detail.text;
      if (until.every((text) => seen.includes(text))) resolve();
    });
  });
  snippet.source = source;
  const end = snippet.run();
  await heard;
  snippet.pause();
  await sleep(settled);
  const before = seen;
  for (const [name, value] of Object.entries(actions)) {
    if (typeof snippet[name] === "function") snippet[name](value);
    else snippet[name] = value;
  }
  await sleep(pause);
  const during = seen.slice(before.length);
  const status = snippet.querySelector(".snippet-status").textContent;
  const state = [snippet.paused, snippet.hasAttribute("data-paused"), status];
  snippet.resume();
  const result = await end;
  return {before, during, state, after: snippet.paused, ...result};
}
"""


def _pause(page: Page, source: str, until: list[str], **actions: str | None) -> dict[str, Any]:
    told: dict[str, Any] = page.evaluate(_PAUSED, [source, until, _SETTLED, _PAUSE, actions])
    return told


def test_a_pause_holds_all_processes_and_their_time(warm_playground: Page) -> None:
    """One that computes, one that sleeps, a child; the pause is not in the time that they see."""
    told = _pause(warm_playground, _TICKING, ["main", "thread", "child 1\n"])
    assert (told["during"], told["state"], told["after"]) == ("", [True, True, "paused"], False)
    assert "child 29" not in told["before"]
    assert told["exitCode"] == 0, told["output"]
    assert told["output"].count("child") == 30
    passed = float(told["output"].rpartition("passed ")[2])
    assert passed >= 1.4
    assert told["ms"] - passed * 1000 >= _PAUSE


def test_who_types_or_changes_the_clock_does_not_end_a_pause(warm_playground: Page) -> None:
    """The line is there afterwards, and the rest of an hour passes by the clock that was chosen."""
    page = warm_playground
    told = _pause(page, "print(input('? '))", ["? "], write="typed\n")
    assert (told["during"], told["output"]) == ("", "? typed\n")
    told = _pause(page, _SLEEPER.format(pause=3600), ["now"], clock="instant")
    page.evaluate("document.querySelector('py-snippet').clock = 'real'")
    assert (told["during"], told["state"][2], told["output"]) == ("", "paused", "now\nTrue\n")


def test_a_program_that_is_paused_can_be_stopped(warm_playground: Page) -> None:
    """It goes on with KeyboardInterrupt, and cleans up; on the instant clock, too."""
    page = warm_playground
    source = """
import time
try:
    print('on', flush=True)
    while True:
        time.sleep(1e-3)
finally:
    print('cleaned up')
"""
    for clock in "real", "instant":
        page.evaluate("clock => { document.querySelector('py-snippet').clock = clock }", clock)
        told = _pause(page, source, ["on"], stop=None)
        page.evaluate("document.querySelector('py-snippet').clock = 'real'")
        assert (told["status"], told["exitCode"], told["stdout"]) == ("stopped", 130, "on\ncleaned up\n"), clock


def test_a_reader_chooses_the_clock_and_pauses(playground: Page) -> None:
    """With a pointer and with keys; the buttons of who runs by the wall's clock stay as they are."""
    page = playground
    program = page.locator("py-snippet")
    program.hover()
    clock = program.get_by_role("combobox", name="Clock")
    program.evaluate("snippet => { snippet.source = 'import time\\nwhile True: time.sleep(0.1)\\n' }")
    program.get_by_role("button", name="Run").click()
    expect(program.get_by_role("status")).to_have_text("running…")
    expect(clock).to_have_value("real")
    expect(program.locator(".snippet-button--pause")).to_be_hidden()
    clock.select_option(label="4 × as fast")
    assert program.evaluate("snippet => snippet.clock") == 4
    program.get_by_role("button", name="Pause").click()
    expect(program.get_by_role("status")).to_have_text("paused")
    resume = program.get_by_role("button", name="Resume")
    expect(resume).to_be_focused()
    clock.select_option("real")  # there is still a way on
    page.keyboard.press("Enter")
    expect(program.get_by_role("status")).to_have_text("running…")
    clock.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    expect(program.get_by_role("status")).to_have_text("running…")
    page.keyboard.press("Home")
    later(page)
    expect(program.get_by_role("button", name="Stop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(program.get_by_role("status")).to_contain_text("exit 130")
    expect(program.locator(".snippet-button--pause")).to_be_hidden()
    program.evaluate("snippet => { snippet.clock = 'real' }")

"""What the runner loads may fail, be cut or stall: readers are told, and the next Run tries afresh."""

import re
from collections.abc import Iterator

import pytest
from faults import FAULTS, FORGET_DRAFTS, SLOW, Fault, broken, faulty_visit
from playwright.sync_api import Browser, BrowserContext, Page, expect

# Seconds without a byte, where a test waits for them (`data-stalled-after`).
STALLED_AFTER = 4
# The file, and the stage at which the runner loads it.
STAGES = {
    "runner/page/running.js": "the page's own script: what runs programs",
    "runner/page/running.css": "its styles",
    "runner/frame/frame.js": "the frame begins",
    "runner/machine/machine.js": "the machine starts",
    "runner/process/worker.js": "a process starts",
    "runner/vendor/pyodide/files.json": "Python is loaded: the list",
    "runner/vendor/pyodide/pyodide.mjs": "Python is loaded",
    "runner/vendor/pyodide/pyodide.asm.mjs": "Python is loaded",
    "runner/vendor/pyodide/pyodide.asm.wasm": "Python is loaded: the code, compiled as it comes",
    "runner/vendor/pyodide/python_stdlib_start-": "Python is loaded: what it reads of the library as it starts",
    "runner/vendor/pyodide/python_stdlib_sources-": "Python is loaded: the rest of the library, while it starts",
    "runner/vendor/wheels/yarl-": "packages are loaded",
    "snippets/recipes/batcher.py": "the program is loaded: a module that it imports",
}
PROGRAM = "import batcher\nprint('ran')\n"
WITH_PACKAGES = "import aiohttp\n" + PROGRAM
FILES = '{"batcher.py": "../snippets/recipes/batcher.py"}'
OF_THE_PAGE = "runner/page/"
# What the image of a booted interpreter takes the place of: they are tried as on a first visit, which makes it.
OF_A_FIRST_VISIT = (
    "runner/vendor/pyodide/pyodide.asm.wasm",
    "runner/vendor/pyodide/python_stdlib_start-",
    "runner/vendor/pyodide/python_stdlib_sources-",
)
# Seconds without a byte, from before the first file is asked for.
_STALLS = """document.addEventListener("readystatechange", () => {
  document.documentElement.dataset.stalledAfter = sessionStorage.stalledAfter ?? 60;
})"""


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Who comes to the site whose files can be broken. The image of Python is kept from one test to the next."""
    with faulty_visit(browser) as context:
        yield context


@pytest.fixture
def faulty(visitor: BrowserContext) -> Iterator[Page]:
    """A playground there."""
    page = visitor.new_page()
    page.add_init_script(_STALLS)
    page.add_init_script(SLOW)  # an interpreter loaded between two faults would be the next run's
    open_playground(page)
    yield page
    page.evaluate(FORGET_DRAFTS)
    page.close()


def open_playground(page: Page) -> None:
    """The playground loads what runs programs at once: its editor is there from the start."""
    page.goto("playground/")
    page.wait_for_function("customElements.get('py-snippet') !== undefined")
    page.evaluate("files => { document.querySelector('py-snippet').dataset.files = files }", FILES)


def stalls_after(page: Page, seconds: float) -> None:
    """How long the network may bring nothing, on this page and on the next ones."""
    page.evaluate(
        "seconds => { document.documentElement.dataset.stalledAfter = sessionStorage.stalledAfter = seconds }", seconds
    )


def run(page: Page, source: str) -> dict[str, object]:
    """Run a program in the page's first element."""
    result: dict[str, object] = page.evaluate(
        "source => { const s = document.querySelector('py-snippet'); s.source = source; return s.run() }", source
    )
    return result


@pytest.mark.parametrize("file", STAGES)
def test_a_file_that_does_not_come_is_told_and_the_next_run_tries_afresh(faulty: Page, file: str) -> None:
    """One message that names it, and nothing else; once the file is there, all is well. `pytest -s` prints the list."""
    if file in OF_A_FIRST_VISIT:
        faulty.evaluate("localStorage.clear()")
    source = WITH_PACKAGES if "/wheels/" in file else PROGRAM
    note = faulty.locator(".snippet-failure")
    for fault in FAULTS:
        stalls_after(faulty, STALLED_AFTER if fault == "stalled" else 60)
        with broken(file, fault):
            if file.startswith(OF_THE_PAGE):
                open_playground(faulty)
            failed = run(faulty, source)
        message = note.inner_text()
        print(f"\n{STAGES[file]} | {file} | {fault} | {message}")
        assert (failed["status"], failed["exitCode"], failed["signal"], failed["output"]) == ("failed", None, None, "")
        assert file in message and "could not be loaded: " in message and "Run tries again" in message
        assert {"404": "404", "cut": "the connection broke", "stalled": f"for {STALLED_AFTER} s"}[fault] in message
        expect(note).to_have_count(1)
        expect(faulty.get_by_role("status")).to_have_text("not started")
        expect(faulty.get_by_role("button", name=re.compile("^Run"))).to_be_visible()
    stalls_after(faulty, 60)
    again = run(faulty, source)
    assert (again["status"], again["output"]) == ("ok", "ran\n"), again
    expect(note).to_have_count(0)
    print("the next Run works")


def test_a_spare_that_stalls_is_told_by_the_run_that_gets_it(faulty: Page) -> None:
    """Python is loaded ahead when the pointer comes. What fails then is silent, and does not stick."""
    stalls_after(faulty, STALLED_AFTER)
    with broken("pyodide.asm.wasm", "stalled"):
        with faulty.expect_request("**/pyodide.asm.wasm"):
            faulty.locator("py-snippet").hover()
        failed = run(faulty, "print('ran')\n")
    assert failed["status"] == "failed"
    assert "pyodide.asm.wasm could not be loaded: " in str(failed["reason"])
    expect(faulty.locator(".snippet-failure")).to_have_count(1)
    stalls_after(faulty, 60)
    assert run(faulty, "print('ran')\n")["output"] == "ran\n"


_TRACEBACK = """\
import inspect, linecache, statistics, wave
assert linecache.getlines(statistics.__file__, vars(statistics))
assert inspect.getsource(wave.open).startswith("def open(")
statistics.mean([])
"""


@pytest.mark.parametrize("source", ["print('ran')\n", "import aiohttp, statistics\nprint('ran')\n"])
def test_python_starts_while_the_sources_are_on_their_way(faulty: Page, source: str) -> None:
    """It reads none of them: an interpreter that had would start again. A program waits for them, and then has them."""
    faulty.evaluate("localStorage.clear()")
    faulty.evaluate("caches.delete('interleave-image')")
    faulty.reload()
    faulty.wait_for_function("customElements.get('py-snippet') !== undefined")
    faulty.evaluate("document.querySelector('py-snippet').addEventListener('output', () => (window.printed = true))")
    with broken("python_stdlib_sources-", "late"):
        faulty.evaluate(
            "source => { const s = document.querySelector('py-snippet'); s.source = source; window.result = s.run() }",
            source,
        )
        # The image of the interpreter that has started.
        faulty.wait_for_function("performance.getEntriesByName('interleave-image')[0]?.detail === 'made'")
        expect(faulty.get_by_role("status")).to_have_text(re.compile(r"^loading Python \d+\.\d of \d+\.\d MB$"))
        assert faulty.evaluate("window.printed") is None
    assert faulty.evaluate("result.then(({output}) => output)") == "ran\n"
    assert "StatisticsError: mean requires at least one data point" in str(run(faulty, _TRACEBACK)["stderr"])


def test_what_is_typed_before_there_is_a_program_reaches_it(faulty: Page) -> None:
    """Also before what runs programs is loaded."""
    result = faulty.evaluate("""() => {
      const s = document.querySelector("py-snippet");
      s.source = "print(input(), input())";
      const result = s.run();
      s.write("one\\n");
      s.write("two\\n");
      return result;
    }""")
    assert (result["status"], result["output"]) == ("ok", "one two\n")


def test_a_child_needs_nothing_of_the_network(faulty: Page) -> None:
    """All that a worker is made of is there once the first one is: no file can fail a child."""
    source = """
import subprocess, sys
input()
children = [subprocess.run([sys.executable, "-c", "print('child')"], capture_output=True, text=True) for _ in range(2)]
print([(child.returncode, child.stdout) for child in children])
"""
    faulty.evaluate(
        """source => {
          const s = document.querySelector("py-snippet");
          s.source = source;
          window.reads = new Promise((resolve) => s.addEventListener("reading", resolve, {once: true}));
          window.result = s.run();
        }""",
        source,
    )
    faulty.evaluate("reads")
    with broken("/", "404"):
        faulty.evaluate("document.querySelector('py-snippet').write('\\n')")
        result = faulty.evaluate("result")
    assert result["output"] == "[(0, 'child\\n'), (0, 'child\\n')]\n"


@pytest.mark.parametrize("file", ["runner/page/running.js", "snippets/recipes/batcher.py"])
def test_stop_while_something_loads(faulty: Page, file: str) -> None:
    """Stop works before there is anything to stop, and nothing starts afterwards."""
    with broken(file, "stalled"):
        if file.startswith(OF_THE_PAGE):
            open_playground(faulty)
        started = "s => { s.source = 'print(1)\\n'; window.result = s.run() }"
        faulty.locator("py-snippet").evaluate(started)
        faulty.get_by_role("button", name=re.compile("^Stop")).click()
        result = faulty.evaluate("result")
    assert (result["status"], result["exitCode"], result["output"]) == ("stopped", 130, "")
    expect(faulty.get_by_role("status")).to_have_text("stopped, exit 130 (as by Ctrl+C)")


@pytest.mark.parametrize(
    "file",
    ["runner/page/running.js", "snippets/recipes/batcher.py", "pyodide.asm.wasm", "runner/vendor/wheels/yarl-"],
)
def test_a_program_that_leaves_the_page_while_it_loads_never_starts(faulty: Page, file: str) -> None:
    """Removed, or left by instant navigation: it is stopped, whatever was still to come."""
    page = faulty
    start = """source => {
      const s = document.querySelector("py-snippet");
      s.source = source;
      window.seen = [];
      s.addEventListener("output", ({detail}) => seen.push(detail.text));
      window.result = s.run();
    }"""
    with broken(file, "stalled"):
        with page.expect_request(lambda request: file in request.url):
            if file.startswith(OF_THE_PAGE):
                open_playground(page)
            page.evaluate(start, WITH_PACKAGES)
        page.get_by_role("link", name="Learn").first.click()
        page.wait_for_url("**/learn/**")
        assert page.evaluate("result.then(({status}) => status)") == "stopped"
    assert page.evaluate("seen") == []


@pytest.mark.parametrize(
    ("file", "fault"), [*(("vendor/codemirror.js", each) for each in FAULTS), ("page/editor-codemirror.js", "404")]
)
def test_an_editor_that_does_not_come_is_a_plain_field_until_the_next_one(
    faulty: Page, file: str, fault: Fault
) -> None:
    """A reader can write in any case; another program's editor tries again."""
    page = faulty
    page.goto("learn/what-concurrency-is/")
    page.locator(".snippet-toolbar").first.wait_for()
    stalls_after(page, 2 if fault == "stalled" else 60)
    first, second = page.locator("py-snippet").nth(0), page.locator("py-snippet").nth(1)
    with broken(file, fault):
        first.get_by_role("button", name="Edit").click()
        expect(first.locator("textarea")).to_be_focused()
    second.get_by_role("button", name="Edit").click()
    expect(second.locator(".cm-content")).to_be_focused()


@pytest.mark.parametrize(("lines", "moves"), [(3, False), (19, True)])
def test_what_follows_a_program_does_not_jump(faulty: Page, lines: int, moves: bool) -> None:
    """Recorded output stays until there is new one, which gets its room; only a longer one moves what follows, down."""
    page = faulty
    page.goto("learn/what-concurrency-is/")
    snippet = page.locator("py-snippet").first
    snippet.locator(".snippet-toolbar").wait_for()
    recorded = snippet.locator(".snippet-transcript")
    source = f"import time\ntime.sleep(0.2)\nfor n in range({lines}):\n    print(n, flush=True)\ntime.sleep(0.2)\n"
    snippet.evaluate("(s, source) => { s.source = source }", source)
    snippet.locator(".cm-content").wait_for()
    seen = page.evaluate("""async () => {
      const s = document.querySelector("py-snippet");
      const following = s.nextElementSibling;
      const places = [];
      const states = new Set();
      let ended = false;
      const look = () => {
        places.push(Math.round(following.getBoundingClientRect().top + scrollY));
        const title = s.querySelector(".snippet-transcript-title").textContent;
        const status = s.querySelector("[role=status]").textContent;
        states.add(`${status.startsWith("loading Python") ? "loading" : status.split(",")[0]}: ${title}`);
        if (!ended) requestAnimationFrame(look);
      };
      look();
      await s.run();
      await new Promise((resolve) => setTimeout(resolve, 300));
      ended = true;
      return {places: places.filter((place, index) => place !== places[index - 1]), states: [...states]};
    }""")
    expect(recorded).to_have_count(0)
    assert seen["places"] == sorted(seen["places"])
    assert (len(seen["places"]) > 1) == moves, seen
    assert "loading: Output (recorded), until this run prints" in seen["states"]
    assert "running…: Output (recorded), until this run prints" in seen["states"]

"""Parts of the page's script that come late or not at all, while a reader uses what they belong to.

Nothing that a reader did is lost without a word, and nothing happens twice; test_loading.py has what a run loads.
"""

import re
from collections.abc import Iterator

import pytest
from faults import FAULTS, FORGET_DRAFTS, SLOW, Fault, broken, faulty_visit
from playground import later
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

PAGE = "learn/tasks/"
# What a reader presses, the files that it waits for, and what they then have.
PRESSED = {
    "Edit": (("page/running.js", "page/running.css"), ".cm-content"),
    "Share": (("page/share-panel.js", "page/share-panel.css"), ".snippet-share-row"),
    "Download": (("page/share-panel.js", "page/share-panel.css"), ".snippet-share button"),
    "Other orders": (("page/orders-panel.js", "page/orders-panel.css"), ".orders-body"),
    "Timeline": (("page/timeline-panel.js", "page/timeline-panel.css"), ".timeline-steps button"),
}
# What a page fills with a script of its own: its files, and what a reader then has.
FILLED = {
    "reference/programs/": (("programs.js", "programs.css"), ".programs-filter"),
    "playground/": (("playground.js", "playground.css"), ".playground-menu"),
    "reference/how-the-examples-run/": (("offline/storage.js", "offline/offline.css"), ".storage table"),
}
_IMPATIENT = "document.documentElement.dataset.stalledAfter = 2"
_PATIENT = "document.documentElement.dataset.stalledAfter = 60"
# What the message says of each fault, so that one about the fault before isn't taken for it.
_REASONS: dict[Fault, str] = {
    "404": "the server answers 404",
    "cut": "the connection broke",
    "stalled": "nothing arrived for 2 s",
}
PRINTS = "print('ran')\n"
TASKS = """import asyncio

async def main():
    await asyncio.gather(*(asyncio.sleep(0) for _ in 'ab'))
    print('ran')

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Who comes to the site whose files can be broken."""
    with faulty_visit(browser) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page of theirs, which has loaded nothing."""
    page = context.new_page()
    page.add_init_script(SLOW)
    yield page
    page.evaluate(FORGET_DRAFTS)
    page.close()


def at(page: Page, path: str) -> Locator:
    """The first program of a page."""
    page.goto(path)
    page.locator(".snippet-toolbar").first.wait_for()
    return page.locator("py-snippet").first


def pressed(snippet: Locator, name: str) -> Locator:
    """What opens a panel, or does something at once."""
    if name in ("Other orders", "Timeline"):
        return snippet.locator("summary").filter(has_text=name)
    return snippet.get_by_role("button", name=re.compile(f"^{name}"))


CASES = [(name, file) for name, (files, _) in PRESSED.items() for file in files]


@pytest.mark.parametrize(("name", "file"), CASES)
def test_a_part_that_does_not_come_is_told_once_and_the_next_press_tries_again(
    page: Page, name: str, file: str
) -> None:
    """In one message near what was pressed, which names the file; it goes once all is there."""
    # The playground has no drawing, and its editor is open from the start.
    snippet = at(page, PAGE if name in ("Edit", "Download") else "playground/")
    told = snippet.locator(".snippet-failure")
    fault: Fault
    for fault in FAULTS:
        page.evaluate(_IMPATIENT if fault == "stalled" else _PATIENT)
        with broken(file, fault, after=100):
            pressed(snippet, name).click()
            expect(told).to_contain_text(f"{file} could not be loaded: {_REASONS[fault]}")
            expect(told).to_contain_text("Try again")
            expect(told).to_have_count(1)
            expect(told).to_be_in_viewport()
        if name in ("Other orders", "Timeline"):
            pressed(snippet, name).click()  # closed, and opened by the next press
    page.evaluate(_PATIENT)
    pressed(snippet, name).click()
    expect(snippet.locator(PRESSED[name][1]).first).to_be_visible()
    expect(told).to_have_count(0)


def test_a_programs_status_comes_back_when_what_was_waited_for_is_there(page: Page) -> None:
    """What was said before, such as how the last run ended, is not lost."""
    snippet = at(page, PAGE)
    status = snippet.locator(".snippet-status")
    page.evaluate(_PATIENT)
    files, shown = PRESSED["Edit"]
    with broken(files[0], "late"):  # before the pointer comes, with which parts are loaded ahead
        pressed(snippet, "Copy").click()
        expect(status).not_to_have_text("")
        said = status.inner_text()
        pressed(snippet, "Edit").click()
        expect(status).to_have_text("loading…")
    expect(snippet.locator(shown).first).to_be_visible()
    expect(status).to_have_text(said)


@pytest.mark.parametrize(("path", "file"), [(path, file) for path, (files, _) in FILLED.items() for file in files])
def test_what_fills_a_page_and_does_not_come_is_told_once_and_can_be_tried_again(
    page: Page, path: str, file: str
) -> None:
    """At the place that it fills, with a button; nothing is shown twice afterwards."""
    told = page.locator(".snippet-failure")
    shown = page.locator(FILLED[path][1])
    with broken(f"/interleave/{file}", "404"):
        page.goto(path)
        expect(told).to_contain_text(f"{file} could not be loaded: {_REASONS['404']}")
    fault: Fault
    for fault in ("cut", "stalled"):
        page.evaluate(_IMPATIENT if fault == "stalled" else _PATIENT)
        with broken(f"/interleave/{file}", fault, after=100):
            told.get_by_role("button", name="Try again").click()
            expect(told).to_contain_text(f"{file} could not be loaded: {_REASONS[fault]}")
            expect(told).to_have_count(1)
            expect(shown).to_have_count(0)
    page.evaluate(_PATIENT)
    told.get_by_role("button", name="Try again").click()
    expect(shown).to_have_count(1)
    expect(told).to_have_count(0)


@pytest.mark.parametrize("name", PRESSED)
def test_a_part_that_is_late_is_waited_for_in_words_and_a_second_press_is_not_another(page: Page, name: str) -> None:
    """Who presses again because nothing happens has it once."""
    snippet = at(page, PAGE if name in ("Edit", "Download") else "playground/")
    (file, _), shown = PRESSED[name]
    page.evaluate(_PATIENT)
    with broken(file, "late"):
        pressed(snippet, name).click()
        expect(snippet.get_by_text("loading…")).to_be_visible()
        later(page)
        if name not in ("Other orders", "Timeline"):
            pressed(snippet, name).click()
        expect(snippet.locator(shown)).to_have_count(0)
    expect(snippet.locator(shown).first).to_be_visible()
    expect(snippet.get_by_text("loading…")).to_have_count(0)
    expect(snippet.locator(".snippet-share")).to_have_count(int(name in ("Share", "Download")))


def test_the_playground_has_its_editor_after_a_failure(page: Page) -> None:
    """What shows it failed when the page came; Run loads it."""
    with broken("page/running.js", "404"):
        snippet = at(page, "playground/")
        expect(snippet.locator(".snippet-failure")).to_have_count(1)
    snippet.get_by_role("button", name=re.compile("^Run")).click()
    expect(snippet.locator(".cm-content")).to_be_visible()
    expect(snippet.locator(".snippet-failure")).to_have_count(0)


def test_what_a_reader_wrote_before_is_shown_after_a_failure(page: Page) -> None:
    """Not the page's own text over a run of the reader's."""
    snippet = at(page, PAGE)
    snippet.evaluate("(snippet, source) => { snippet.source = source }", PRINTS)
    snippet.locator(".cm-content").wait_for()
    with broken("page/running.js", "404"):
        snippet = at(page, PAGE)
        expect(snippet.locator(".snippet-failure")).to_have_count(1)
    snippet.get_by_role("button", name=re.compile("^Run")).click()
    expect(snippet.locator(".cm-content")).to_have_text("print('ran')")
    expect(snippet.locator(".snippet-output")).to_contain_text("ran")


def test_a_text_is_kept_before_what_edits_it_has_come(page: Page) -> None:
    """Also when the page is left at once; the page's own text is nothing to keep."""
    with broken("page/running.js", "late"):
        snippet = at(page, PAGE)
        published = snippet.evaluate("snippet => snippet.source")
        snippet.evaluate("(snippet, source) => { snippet.source = source }", PRINTS)
        assert at(page, PAGE).evaluate("snippet => snippet.source") == PRINTS
        snippet.evaluate("(snippet, source) => { snippet.source = source }", published)
        assert at(page, PAGE).evaluate("snippet => snippet.source") == published


def test_two_presses_while_something_loads_are_one_run(page: Page) -> None:
    """The later one counts."""
    with broken("page/running.js", "late"):
        snippet = at(page, "playground/")
        snippet.evaluate(
            """(snippet, source) => {
              snippet.source = source;
              window.printed = [];
              snippet.addEventListener("output", ({detail}) => printed.push(detail.text));
              window.results = Promise.all([snippet.run(), snippet.run()]);
            }""",
            PRINTS,
        )
        first = page.evaluate("Promise.race([results, new Promise((resolve) => setTimeout(resolve, 300))])")
        assert first is None
    results = page.evaluate("results")
    assert [result["status"] for result in results] == ["stopped", "ok"]
    assert page.evaluate("printed.join('')") == "ran\n"


@pytest.mark.parametrize("action", ["Try 200 schedules", "Find the failing one", "You are the scheduler"])
@pytest.mark.parametrize("file", ["page/running.js", "vendor/pyodide/files.json"])
def test_stop_in_other_orders_while_something_loads(page: Page, file: str, action: str) -> None:
    """At once, and nothing starts afterwards; nor is the focus lost."""
    with broken(file, "late"):
        snippet = at(page, "playground/")
        snippet.evaluate("(snippet, source) => { snippet.source = source }", TASKS)
        snippet.evaluate(
            """snippet => {
              window.printed = [];
              for (const sign of ["output", "schedule-outcome", "schedule-choice"]) {
                snippet.addEventListener(sign, () => printed.push(sign));
              }
            }"""
        )
        orders = snippet.locator(".orders")
        orders.locator("summary").click()
        orders.get_by_role("button", name=action).click()
        chosen = action.startswith("You")
        (snippet.locator(".snippet-toolbar") if chosen else orders).get_by_role("button", name="Stop").click()
        expect(orders).to_contain_text("Stopped")
        expect(orders.get_by_role("button", name="Try 200 schedules")).to_be_enabled()
        expect(snippet.locator(".snippet-toolbar").get_by_role("button", name="Run")).to_be_visible()
    snippet.locator(".cm-content").wait_for()
    assert page.evaluate("printed") == []
    orders.get_by_role("button", name="Try 200 schedules").click()
    expect(orders.locator(".orders-status")).to_contain_text("200 of 200 runs")


@pytest.mark.parametrize("action", ["Try 200 schedules", "You are the scheduler"])
def test_a_search_that_can_not_start_says_so_once_and_the_next_one_does(page: Page, action: str) -> None:
    """In the panel, where the reader is."""
    snippet = at(page, "playground/")
    snippet.evaluate("(snippet, source) => { snippet.source = source }", TASKS)
    orders = snippet.locator(".orders")
    with broken("vendor/pyodide/pyodide.mjs", "404"):
        orders.locator("summary").click()
        orders.get_by_role("button", name=action).click()
        expect(orders.get_by_text("could not be loaded")).to_have_count(1)
        expect(orders.get_by_text("could not be loaded")).to_contain_text(
            "Not started: runner/vendor/pyodide/pyodide.mjs"
        )
        expect(snippet.get_by_text("could not be loaded")).to_have_count(1)
    orders.get_by_role("button", name=action).click()
    expect(orders).to_contain_text(re.compile("200 of 200 runs|Choice 1: |No choice came"))
    expect(snippet.get_by_text("could not be loaded")).to_have_count(0)


def test_the_timeline_of_a_run_is_drawn_when_its_script_comes_at_last(page: Page) -> None:
    """All of the run, although it was over long before."""
    snippet = at(page, "playground/")
    snippet.evaluate("(snippet, source) => { snippet.source = source }", TASKS)
    timeline = snippet.locator(".timeline")
    with broken("page/timeline-panel.js", "404"):
        pressed(snippet, "Timeline").click()
        expect(timeline.locator(".snippet-failure")).to_have_count(1)
        assert snippet.evaluate("snippet => snippet.run()")["status"] == "ok"
        expect(timeline.locator(".snippet-failure")).to_have_count(1)
    pressed(snippet, "Timeline").click()
    pressed(snippet, "Timeline").click()
    expect(timeline.locator("summary small").first).to_contain_text("3 tasks")
    expect(timeline.locator(".snippet-failure")).to_have_count(0)


def test_an_editor_that_is_late_does_not_take_the_focus_from_what_a_reader_does_meanwhile(page: Page) -> None:
    """Who waits at the button has it; who has gone elsewhere stays there."""
    snippet = at(page, PAGE)
    with broken("vendor/codemirror.js", "late"):
        pressed(snippet, "Edit").click()
        expect(snippet.get_by_text("loading…")).to_be_visible()
        snippet.locator(".snippet-anchor").focus()
    snippet.locator(".cm-content").wait_for()
    expect(snippet.get_by_text("loading…")).to_have_count(0)
    expect(snippet.locator(".snippet-anchor")).to_be_focused()
    other = page.locator("py-snippet").nth(1)
    pressed(other, "Edit").press("Enter")
    expect(other.locator(".cm-content")).to_be_focused()


def test_the_first_choice_does_not_take_the_focus_from_what_a_reader_does_meanwhile(page: Page) -> None:
    """Python may take seconds to start."""
    snippet = at(page, "playground/")
    snippet.evaluate("(snippet, source) => { snippet.source = source }", TASKS.replace("sleep(0)", "sleep(0.1)"))
    orders = snippet.locator(".orders")
    with broken("vendor/pyodide/pyodide.mjs", "late"):
        orders.locator("summary").click()
        orders.get_by_role("button", name="You are the scheduler").click()
        snippet.locator(".cm-content").focus()
    expect(orders.locator(".orders-scheduler [role=status]")).to_contain_text(re.compile("Choice 1: |No choice came"))
    expect(snippet.locator(".cm-content")).to_be_focused()

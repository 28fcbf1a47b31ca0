"""The panel "Other orders": a search and its outcomes, the failing run on the timeline, a reader as the scheduler."""

import json
import re
import tomllib
from collections.abc import Callable

import pytest
from axe import findings_in_each_scheme
from interleave_site.snippet import SNIPPETS
from page_log import Log
from playwright.sync_api import Locator, Page, expect

PAGE = "learn/threads/break-it/"
PAGES = {PAGE: "threads/break_it", "concepts/race-conditions/": "concepts/race_conditions"}
GOALS = [
    (page, goal["program"])
    for page, folder in PAGES.items()
    for goal in tomllib.loads((SNIPPETS / folder / "goals.toml").read_text(encoding="utf-8"))["goal"]
]
_SHORTEST = """
async (snippet) => {
  const schedules = [];
  snippet.addEventListener("schedule-outcome", ({detail}) => (schedules[detail.place] = detail.outcome.schedule));
  const goal = JSON.parse(snippet.dataset.goal);
  const {found} = await snippet.explore({mode: "find", runs: 400, goal, jitter: goal.jitter ?? 0});
  return found === null ? null : schedules[found];
}
"""
_TO_THE_TOP = "element => scrollBy(0, element.getBoundingClientRect().top)"


def opened(page: Page, name: str) -> Locator:
    """A program of the page, its panel open."""
    snippet = page.locator(f"py-snippet[data-name='{name}']")
    snippet.locator(".orders summary").click()
    button(snippet, "You are the scheduler").wait_for()
    return snippet


def button(snippet: Locator, name: str) -> Locator:
    """A button of the panel."""
    return snippet.locator(".orders").get_by_role("button", name=name)


def choose(snippet: Locator, schedule: list[int]) -> None:
    """Play a schedule with the keyboard, and let the program run on.

    The page is scrolled so that only the buttons are in sight: after each choice, the next question is, too.
    """
    page = snippet.page
    told = snippet.locator(".orders-scheduler [role=status]")
    options = snippet.locator(".orders-options")
    for number, taken in enumerate(schedule, 1):
        expect(told).to_contain_text(f"Choice {number}: ")
        expect(options.locator("button").first).to_be_focused()
        in_sight(told)
        options.evaluate(_TO_THE_TOP)
        page.keyboard.press(str(taken + 1))
    # The last choice of the schedule may be the last one of the run.
    end = re.compile("Run the rest|Play again")
    expect(snippet.locator(".orders-scheduler button:enabled", has_text=end).first).to_be_visible()
    if button(snippet, "Run the rest").is_enabled():
        page.keyboard.press("r")


def in_sight(told: Locator) -> None:
    """What the panel says is in the window, and nothing covers it, such as the program's toolbar."""
    expect(told).to_be_in_viewport(ratio=1)
    told.page.wait_for_function(
        """told => {
          const {left, top, bottom} = told.getBoundingClientRect();
          return [top + 1, bottom - 1].every(y => told.contains(document.elementFromPoint(left + 1, y)));
        }""",
        arg=told.element_handle(),
    )


def test_twelve_programs_or_more_invite_to_it() -> None:
    """Each goal is a program's own."""
    assert len(set(GOALS)) == len(GOALS)
    assert sum(page == PAGE for page, _ in GOALS) >= 12
    assert sum(page != PAGE for page, _ in GOALS) >= 4


@pytest.mark.parametrize(("address", "program"), GOALS)
def test_break_it(visit: Callable[[str], Page], address: str, program: str) -> None:
    """By the engine's own shortest way, with the keyboard alone; the ordinary order doesn't get there."""
    page = visit(address)
    snippet = opened(page, program)
    schedule = snippet.evaluate(_SHORTEST)
    assert schedule, "no way to the goal was found"
    told = snippet.locator(".orders-scheduler [role=status]")
    button(snippet, "You are the scheduler").focus()
    page.keyboard.press("Enter")
    choose(snippet, [])
    expect(told).to_contain_text("The goal isn't reached")
    expect(button(snippet, "Play again")).to_be_focused()
    page.keyboard.press("Enter")
    choose(snippet, schedule)
    expect(told).to_have_text("You broke it. ")


def test_a_choice_is_undone_and_the_shortest_way_is_told(visit: Callable[[str], Page]) -> None:
    """Undo goes back one choice; what would run is marked; the shortest way is shown on the timeline. On a phone."""
    page = visit(PAGE)
    page.set_viewport_size({"width": 360, "height": 800})
    snippet = opened(page, "last_seat.py")
    told = snippet.locator(".orders-scheduler [role=status]")
    button(snippet, "You are the scheduler").click()
    expect(told).to_contain_text("Choice 1: ")
    expect(button(snippet, "Undo")).to_be_disabled()
    first = snippet.locator(".orders-options").inner_text()
    assert page.locator(".source-next").count() > 0
    page.keyboard.press("2")
    expect(told).to_contain_text("Choice 2: ")
    page.keyboard.press("u")
    expect(told).to_contain_text("Choice 1: ")
    assert snippet.locator(".orders-options").inner_text() == first
    button(snippet, "Run the rest").click()
    expect(told).to_contain_text("The goal isn't reached")
    schedule = snippet.evaluate(_SHORTEST)
    button(snippet, "Play again").click()
    choose(snippet, schedule)
    expect(told).to_have_text("You broke it. ")
    in_sight(told)
    button(snippet, "Show the shortest way").click()
    expect(told).to_contain_text("The shortest way has")
    expect(snippet.locator(".timeline-columns")).to_contain_text("here it goes wrong")
    assert findings_in_each_scheme(page) == {}
    small = snippet.locator(".orders").evaluate("""panel => [...panel.querySelectorAll("button")]
      .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
      .map(each => each.textContent)""")
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_schedules_are_tried_and_each_outcome_opens(visit: Callable[[str], Page]) -> None:
    """Counts as they come; each outcome is replayed from its schedule and prints the same again."""
    snippet = opened(visit(PAGE), "next_number.py")
    button(snippet, "Try 200 schedules").click()
    expect(snippet.locator(".orders-status")).to_contain_text("200 of 200 runs, 2 outcomes")
    counts = snippet.locator(".orders-count").all_inner_texts()
    assert sum(int(count.split()[0]) for count in counts) == 200
    results = snippet.locator(".orders-results > li")
    expect(results).to_have_count(2)
    bad = results.filter(has_text="numbers issued: 1")
    bad.get_by_role("button", name=re.compile("^Show its timeline")).click()
    expect(snippet.locator(".snippet-output code")).to_contain_text("numbers issued: 1")
    expect(snippet.locator(".timeline summary small").first).to_contain_text("turns")


def test_a_search_is_stopped(visit: Callable[[str], Page]) -> None:
    """At once, and the panel says after how many runs."""
    snippet = opened(visit(PAGE), "deposits.py")
    snippet.evaluate("snippet => { snippet.source = 'import time\\n' + snippet.source + 'sum(range(10**6))\\n' }")
    button(snippet, "Try 200 schedules").click()
    expect(snippet.locator(".orders progress")).to_be_visible()
    button(snippet, "Stop").click()
    expect(snippet.locator(".orders-status")).to_contain_text("Stopped")
    expect(button(snippet, "Try 200 schedules")).to_be_enabled()


def test_the_panel_tells_of_a_crash(visit: Callable[[str], Page], log: Log) -> None:
    """Whichever button was pressed."""
    page = visit("playground/")
    page.evaluate("document.querySelector('py-snippet').source = 'import ctypes\\nctypes.string_at(0xFFFFFFF0)\\n'")
    snippet = page.locator("py-snippet")
    snippet.locator(".orders summary").click()
    for name in ("Try 200 schedules", "Find the failing one"):
        button(snippet, name).click()
        expect(snippet.locator(".orders-status")).to_contain_text("The program crashed the interpreter.")
    button(snippet, "You are the scheduler").click()
    expect(snippet.locator(".orders-scheduler [role=status]")).to_contain_text("The program crashed the interpreter.")
    log.errors.clear()  # Pyodide's own report


def test_the_failing_run_is_found_and_travels_in_a_link(visit: Callable[[str], Page]) -> None:
    """Found, shrunk, marked on the timeline and in the source; a link replays the same order."""
    snippet = opened(visit(PAGE), "overdrawn.py")
    button(snippet, "Find the failing one").click()
    expect(snippet.locator(".orders-status")).to_contain_text(re.compile("switch(es)? (is|are) enough"))
    expect(snippet.locator(".timeline-columns")).to_contain_text("here it goes wrong")
    expect(snippet.locator(".snippet-output code")).to_contain_text("balance: -60")
    assert snippet.locator(".source-wrong").count() > 0
    snippet.get_by_role("button", name=re.compile("^Share")).click()
    link = snippet.get_by_role("textbox", name=re.compile("^Link")).input_value()
    other = snippet.page.context.new_page()
    other.goto(link)
    other.get_by_role("button", name="Run it in this order").click()
    expect(other.locator(".snippet-output code")).to_contain_text("balance: -60")


def test_a_program_whose_order_is_promised_has_no_choice(visit: Callable[[str], Page]) -> None:
    """The panel says so."""
    page = visit("playground/")
    source = "import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    print('end')\nasyncio.run(main())\n"
    page.evaluate(f"document.querySelector('py-snippet').source = {json.dumps(source)}")
    snippet = page.locator("py-snippet")
    snippet.locator(".orders summary").click()
    button(snippet, "You are the scheduler").click()
    expect(snippet.locator(".orders-scheduler [role=status]")).to_contain_text("No choice came")

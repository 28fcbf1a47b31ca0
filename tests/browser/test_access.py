"""What assistive technology finds: axe, on pages and on programs in each state; names, keys, announcements."""

import re
from collections.abc import Callable

import pytest
from axe import findings_in_each_scheme
from playground import run
from playwright.sync_api import Locator, Page, expect

PAGES = (
    "",
    "learn/what-concurrency-is/",
    "learn/tasks/",
    "concepts/event-loop/",
    "howto/retry/",
    "troubleshooting/error-messages/",
    "reference/cheat-sheet/",
    "reference/programs/",
    "reference/conformance/",
    "reference/how-the-examples-run/",
    "reference/recipes/retry/",
    "playground/",
)

# A page of one program that asks, prints on both streams and ends in a traceback: all that the output can show.
ASKING = """\
import sys
print("begun")
print("to standard error", file=sys.stderr)
print("\\x1b[31mred\\x1b[0m, \\x1b[1;32mgreen\\x1b[0m and \\x1b[44mblue\\x1b[0m")
name = input("Your name? ")
raise ValueError(name)
"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_finding(path: str, visit: Callable[[str], Page]) -> None:
    """In both schemes, on a desktop and on a phone."""
    found = {}
    page = visit(path)
    if page.locator("py-snippet").count():
        page.locator("py-snippet .snippet-toolbar").first.wait_for()
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        if what := findings_in_each_scheme(page):
            found[width] = what
    assert not found


def test_a_table_can_be_reached_once_it_scrolls(page: Page) -> None:
    """Whatever has made it too wide: a larger font as well as a smaller window."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("reference/cheat-sheet/")
    tables = page.locator(".md-typeset__scrollwrap")
    expect(tables).not_to_have_count(0)
    reachable = page.locator(".md-typeset__scrollwrap[tabindex='0'][role=region][aria-label^=Table]")
    expect(reachable).to_have_count(0)
    for wide in (True, False):
        page.evaluate("wide => { document.documentElement.style.fontSize = wide ? '600%' : '' }", wide)
        expect(reachable).to_have_count(tables.count() if wide else 0)


def _state(page: Page, found: dict[str, list[str]], name: str) -> None:
    for scheme, what in findings_in_each_scheme(page).items():
        found[f"{name}, {scheme}"] = what


def test_a_program_has_no_finding_in_any_state(page: Page) -> None:
    """Before, during and after a run, waiting for input, edited, searched, after a reset."""
    page.goto("learn/what-concurrency-is/")  # a short page: all of it is looked at each time
    program: Locator = page.locator("py-snippet").first
    program.locator(".snippet-toolbar").wait_for()
    found: dict[str, list[str]] = {}
    program.get_by_role("button", name=re.compile("^Edit")).click()
    program.locator(".cm-content").click()
    _state(page, found, "editor focused")
    page.keyboard.press("Control+a")
    _state(page, found, "all selected")
    page.keyboard.press("Control+f")
    program.locator(".cm-search").wait_for()
    page.keyboard.type("await")
    _state(page, found, "searching")
    page.keyboard.press("Escape")
    program.evaluate("(snippet, source) => { snippet.source = source; snippet.clock = 2; }", ASKING)
    _state(page, found, "edited")
    program.get_by_role("button", name=re.compile("^Run")).click()
    _state(page, found, "loading")
    field = program.get_by_role("textbox", name="Your name")
    field.wait_for()
    _state(page, found, "waiting for input")
    field.fill("Ada")
    field.press("Enter")
    program.get_by_role("button", name=re.compile("^Run")).wait_for()
    _state(page, found, "ended with an error")
    program.locator(".snippet-line").first.click()
    _state(page, found, "line shown")
    program.get_by_role("button", name=re.compile("^Reset")).click()
    _state(page, found, "reset")
    assert not found


def test_what_scrolls_has_scroll_bars_in_the_pages_colours(page: Page) -> None:
    """Drawings, tables, code and editors: Firefox paints its own white, on a dark page, too."""
    page.goto("learn/tasks/")
    page.get_by_role("button", name="Edit").first.click()
    page.locator(".cm-scroller").first.wait_for()
    scrolled = page.locator("article *, .md-search__scrollwrap")
    colours = scrolled.evaluate_all("""elements => elements.map(getComputedStyle)
        .filter(({overflowX, overflowY}) => /auto|scroll/.test(overflowX + overflowY))
        .map(({scrollbarColor}) => scrollbarColor)""")
    assert len(colours) > 10
    assert "auto" not in colours


def test_buttons_are_named_by_their_program(visit: Callable[[str], Page]) -> None:
    """A list of the page's buttons has no two of the same name, and each begins with what is seen."""
    page = visit("learn/tasks/")
    page.locator(".snippet-toolbar").first.wait_for()
    toolbars = page.get_by_role("toolbar")
    names = [toolbar.get_attribute("aria-label") for toolbar in toolbars.all()]
    assert len(set(names)) == len(names) > 5
    for name in ("Run", "Edit", "Copy", "Download", "Share"):
        labels = [
            button.get_attribute("aria-label") for button in page.locator(f".snippet-button--{name.lower()}").all()
        ]
        assert sorted(labels, key=str) == sorted((f"{name}: {title}" for title in names), key=str)


def test_arrow_keys_move_in_a_toolbar(page: Page) -> None:
    """Tab comes to it once; the arrow keys, Home and End go from button to button; what is hidden is skipped."""
    page.goto("learn/tasks/")
    program = page.locator("py-snippet").first
    program.locator(".snippet-toolbar").wait_for()
    stops = program.locator(".snippet-toolbar button[tabindex='0']")
    expect(stops).to_have_count(1)
    program.get_by_role("button", name=re.compile("^Run")).focus()
    program.locator(".snippet-clock select").wait_for()  # it comes with the first sign of interest
    for key, kind in (
        ("ArrowRight", "edit"),
        ("ArrowRight", "copy"),
        ("ArrowRight", "download"),
        ("ArrowRight", "share"),
        ("End", "clock"),
        ("ArrowRight", "run"),
        ("ArrowLeft", "clock"),
        ("ArrowLeft", "share"),
        ("Home", "run"),
    ):
        page.keyboard.press(key)
        expect(program.locator(f".snippet-button--{kind}, .snippet-{kind} select")).to_be_focused()
    assert program.evaluate("snippet => snippet.clock") == "real"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(program.locator(".snippet-button--edit")).to_be_focused()
    page.keyboard.press("Enter")  # the editor opens, and the button is gone
    expect(program.locator(".cm-content")).to_be_focused()
    expect(stops).to_have_count(1)
    assert stops.is_visible()


def test_output_is_a_log(warm_playground: Page) -> None:
    """So it is announced as it comes."""
    page = warm_playground
    run(page, "print('said')")
    expect(page.get_by_role("log")).to_contain_text("said")

"""Keys that hold on the whole page, presses that come twice, and where a reader who has started a program looks."""

import re
from collections.abc import Callable

import pytest
from playground import later
from playwright.sync_api import Locator, Page, expect

# Programs that only note that they are run: what is asked here is which one, and nothing has to run for that.
_NOTE = """
() => {
  window.runs = [];
  for (const [index, snippet] of document.querySelectorAll("py-snippet").entries()) {
    snippet.run = async () => { runs.push(index); return {}; };
  }
}
"""
_OUTPUT_SEEN = """
snippet => {
  const output = snippet.querySelector(".snippet-output, .snippet-transcript");
  return output.getBoundingClientRect().top + 100 < innerHeight;
}
"""


@pytest.fixture
def programs(visit: Callable[[str], Page]) -> Page:
    """A page with programs, none of which runs."""
    page = visit("learn/what-concurrency-is/")
    page.emulate_media(reduced_motion="reduce")
    page.locator(".snippet-toolbar").first.wait_for()
    return page


def runs(page: Page) -> list[int]:
    """Which programs were run so far."""
    found: list[int] = page.evaluate("runs")
    return found


def open_search(page: Page) -> None:
    """Click into the search. Material opens it a moment after it has the focus; Escape before that closes nothing."""
    page.get_by_role("textbox", name="Search").click()
    expect(page.locator("#__search")).to_be_checked()


def close_search(page: Page) -> None:
    """Press Escape in the search."""
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()


def test_ctrl_enter_runs_the_program_in_view_or_the_one_used_last(programs: Page) -> None:
    """Without a focus inside; and none that isn't seen."""
    page = programs
    page.evaluate(_NOTE)
    snippets = page.locator("py-snippet")
    page.evaluate("scrollTo(0, 0)")
    snippets.nth(0).locator(".snippet-title").scroll_into_view_if_needed()
    page.keyboard.press("Control+Enter")
    assert runs(page) == [0]
    snippets.nth(1).evaluate("snippet => scrollTo(0, snippet.getBoundingClientRect().top + scrollY - 100)")
    later(page)
    page.keyboard.press("Meta+Enter")
    assert runs(page) == [0, 1]
    # Used last, and in view: it is meant, even if another one is above it.
    page.set_viewport_size({"width": 1280, "height": 4000})
    page.evaluate("scrollTo(0, 0)")
    snippets.nth(1).get_by_role("button", name=re.compile("^Copy")).focus()
    page.evaluate("document.activeElement.blur()")
    later(page)
    page.keyboard.press("Control+Enter")
    assert runs(page) == [0, 1, 1]
    page.set_viewport_size({"width": 1280, "height": 300})
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    later(page)
    page.keyboard.press("Control+Enter")
    assert runs(page) == [0, 1, 1]


def test_keys_that_others_take_are_left_to_them(programs: Page) -> None:
    """The search, links, more modifiers, a key held down."""
    page = programs
    page.evaluate(_NOTE)
    for keys in ("Control+Shift+Enter", "Control+Alt+Enter", "Alt+Enter", "Enter"):
        page.keyboard.press(keys)
    open_search(page)
    page.keyboard.press("Control+Enter")
    close_search(page)
    link = page.locator(".md-content a[href]").first
    link.evaluate("link => link.addEventListener('click', event => event.preventDefault())")
    link.focus()
    page.evaluate("""() => document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", {key: "Enter", ctrlKey: true, bubbles: true, cancelable: true}))""")
    assert runs(page) == []
    page.evaluate("document.activeElement.blur()")
    page.keyboard.down("Control")
    page.keyboard.down("Enter")
    later(page)
    page.keyboard.down("Enter")  # a repetition
    assert len(runs(page)) == 1
    page.keyboard.up("Enter")
    page.keyboard.up("Control")


def test_escape_stops_from_anywhere_but_not_from_the_search(programs: Page) -> None:
    """Whatever has the focus, unless it uses the key itself."""
    page = programs
    snippet = page.locator("py-snippet").first
    snippet.evaluate("snippet => { snippet.source = 'import time\\ntime.sleep(60)\\n' }")
    snippet.locator(".cm-content").wait_for()
    snippet.get_by_role("button", name=re.compile("^Run")).click()
    expect(snippet.get_by_role("button", name=re.compile("^Stop"))).to_be_visible()
    open_search(page)
    close_search(page)
    expect(snippet.get_by_role("button", name=re.compile("^Stop"))).to_be_visible()
    snippet.locator(".cm-content").click()
    page.keyboard.press("Control+f")
    snippet.locator(".cm-search").wait_for()
    page.keyboard.press("Escape")
    expect(snippet.locator(".cm-search")).to_have_count(0)
    expect(snippet.get_by_role("button", name=re.compile("^Stop"))).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    expect(snippet.get_by_role("status")).to_contain_text("stopped")


@pytest.mark.parametrize("press", ["double click", "two clicks", "Enter twice", "Enter held", "Ctrl+Enter twice"])
def test_a_press_that_comes_twice_starts_once_and_does_not_stop(programs: Page, press: str) -> None:
    """Run has become Stop when the second one comes."""
    page = programs
    snippet = page.locator("py-snippet").first
    snippet.evaluate("""snippet => {
      snippet.source = 'import time\\ntime.sleep(60)\\n';
      window.started = 0;
      const run = snippet.run;
      snippet.run = () => { started += 1; return run.call(snippet); };
    }""")
    snippet.locator(".cm-content").wait_for()
    button = snippet.get_by_role("button", name=re.compile("^Run"))
    if press != "Enter held":
        # Two presses belong together by the time between them, which on a busy machine is any: it stands still.
        page.evaluate("() => { const now = performance.now(); performance.now = () => now; }")
    if press == "double click":
        button.dblclick()
    elif press == "two clicks":
        button.evaluate("""async run => {
          run.click();
          await new Promise(resolve => setTimeout(resolve, 100));
          run.nextSibling.click();
        }""")
    elif press == "Ctrl+Enter twice":
        page.evaluate("""() => {
          const press = () => new KeyboardEvent("keydown", {key: "Enter", ctrlKey: true, bubbles: true});
          for (const one of [press(), press()]) document.body.dispatchEvent(one);
        }""")
    else:
        button.focus()
        page.keyboard.down("Enter")
        if press == "Enter twice":
            page.keyboard.up("Enter")
        else:
            later(page)
        page.keyboard.down("Enter")
        page.keyboard.up("Enter")
    page.evaluate("delete performance.now")
    page.evaluate("new Promise(requestAnimationFrame)")
    expect(snippet.get_by_role("button", name=re.compile("^Stop"))).to_be_visible()
    assert page.evaluate("started") == 1
    expect(snippet.get_by_role("status")).not_to_contain_text("stop")
    later(page)
    snippet.get_by_role("button", name=re.compile("^Stop")).click()
    expect(snippet.get_by_role("status")).to_contain_text("stop")


def test_output_is_in_sight_after_a_run_with_a_key(programs: Page) -> None:
    """From a tall editor, and no further than needed; a mouse that has pressed Run sees what is below."""
    page = programs
    page.set_viewport_size({"width": 1280, "height": 700})
    snippet = page.locator("py-snippet").first
    snippet.evaluate("snippet => { snippet.source = '# line\\n'.repeat(80) + 'print(1)\\n' }")
    snippet.locator(".cm-content").wait_for()
    page.evaluate(_NOTE)
    snippet.evaluate("snippet => scrollTo(0, snippet.getBoundingClientRect().top + scrollY - 60)")
    snippet.locator(".cm-content").focus()
    assert not snippet.evaluate(_OUTPUT_SEEN)
    page.keyboard.press("Control+Enter")
    page.wait_for_function(_OUTPUT_SEEN, arg=snippet.element_handle())
    expect(snippet.get_by_role("button", name=re.compile("^Run"))).to_be_in_viewport()
    expect(snippet.locator(".cm-content")).to_be_focused()
    before = page.evaluate("scrollY")
    later(page)
    page.keyboard.press("Control+Enter")
    assert page.evaluate("scrollY") == before


def read_a_line(page: Page) -> Locator:
    """A program in the playground that waits for a line when it is run. Gives the editor, which has the focus."""
    page.evaluate("document.querySelector('py-snippet').source = 'print(input(\"Name? \"))\\n'")
    editor = page.locator(".cm-content")
    editor.focus()
    return editor


def test_input_gets_the_focus_of_a_reader_who_waits_for_it(warm_playground: Page) -> None:
    """Also of one who ran it from the editor, who then gets it back."""
    page = warm_playground
    editor = read_a_line(page)
    page.keyboard.press("Control+Enter")
    field = page.get_by_role("textbox", name="Input: Name?")
    expect(field).to_be_focused(timeout=60_000)
    page.keyboard.type("Ada")
    page.keyboard.press("Control+Enter")  # typed at the program, not for the page
    expect(page.locator(".snippet-stdout").last).to_contain_text("Ada")
    expect(editor).to_be_focused()


@pytest.mark.parametrize("step", ["types", "clicks", "moves on"])
def test_input_leaves_the_focus_of_a_reader_who_went_on(warm_playground: Page, step: str) -> None:
    """Who writes, clicks or goes elsewhere meanwhile isn't called back."""
    page = warm_playground
    later(page)
    read_a_line(page)
    page.keyboard.press("Control+Enter")
    if step == "types":
        page.keyboard.insert_text("#")
    elif step == "clicks":
        page.locator("h1").click()
    else:
        page.get_by_role("link", name="Home").first.focus()
    focused = page.evaluate_handle("document.activeElement")
    field = page.get_by_role("textbox", name="Input: Name?")
    expect(field).to_be_visible(timeout=60_000)
    assert page.evaluate("focused => focused === document.activeElement", focused)

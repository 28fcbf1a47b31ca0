"""A narrow screen and a finger."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

TARGET = 44
LONG = "def f(value):\n    if value:\n        print('a long line that goes on', value, 'and on', [1, 2, 3])\n"
_ROWS = "toolbar => toolbar.getBoundingClientRect().height"


@pytest.fixture(scope="module")
def phone(browser: Browser, site_url: str) -> Iterator[Page]:
    """A phone."""
    context = browser.new_context(
        base_url=site_url,
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        device_scale_factor=2,
        service_workers="block",
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


@pytest.fixture
def snippet(phone: Page) -> Locator:
    """A program as the page has it."""
    phone.goto("learn/what-concurrency-is/")
    phone.evaluate("localStorage.clear()")
    phone.reload()
    phone.locator(".snippet-toolbar").first.wait_for()
    return phone.locator("py-snippet").first


def test_long_lines_wrap_below_their_own_text(snippet: Locator) -> None:
    """The start of each line stays in sight while its end is written."""
    page = snippet.page
    snippet.evaluate("(snippet, source) => { snippet.source = source }", LONG)
    line = snippet.locator(".cm-line").nth(2)
    line.wait_for()
    snippet.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.insert_text("# and more of it, to the end and beyond")
    assert snippet.locator(".cm-scroller").evaluate("s => [s.scrollLeft, s.scrollWidth - s.clientWidth]") == [0, 0]
    tops = line.evaluate("""line => {
      const range = document.createRange();
      range.selectNodeContents(line);
      const rows = new Map();
      for (const {left, top, width} of range.getClientRects()) {
        if (width && !(rows.get(Math.round(top)) < left)) rows.set(Math.round(top), left);
      }
      return [...rows.values()];
    }""")
    first, *wrapped = tops
    character = snippet.locator(".cm-content").evaluate("c => parseFloat(getComputedStyle(c).fontSize) * 0.6")
    assert len(wrapped) >= 2
    assert all(left == pytest.approx(first + 10 * character, abs=character) for left in wrapped)


def test_the_row_of_buttons_keeps_its_height(snippet: Locator) -> None:
    """Idle, edited, running, stopped, whatever the status says: nothing below it jumps."""
    toolbar = snippet.locator(".snippet-toolbar")
    height = toolbar.evaluate(_ROWS)

    def say(*statuses: str) -> None:
        for status in statuses:
            snippet.locator(".snippet-status").evaluate("(status, text) => { status.textContent = text }", status)
            assert toolbar.evaluate(_ROWS) == height, status

    say(
        "waiting for input…",
        "loading Python 3.2 of 6.4 MB…",
        "this browser doesn't let a page copy: use Download",
    )
    snippet.evaluate("snippet => { snippet.source = 'import time\\ntime.sleep(60)\\n' }")
    expect(snippet.get_by_role("button", name=re.compile("^Reset"))).to_be_visible()
    snippet.locator(".cm-content").wait_for()
    assert toolbar.evaluate(_ROWS) == height
    snippet.get_by_role("button", name=re.compile("^Run")).tap()
    expect(snippet.get_by_role("button", name=re.compile("^Terminate"))).to_be_visible()
    assert toolbar.evaluate(_ROWS) == height
    snippet.get_by_role("combobox", name=re.compile("^Clock")).select_option("0.25")
    expect(snippet.get_by_role("button", name=re.compile("^Pause"))).to_be_visible()
    assert toolbar.evaluate(_ROWS) == height
    say(
        "waiting for input…",
        "loading Python 10.2 of 13.4 MB…",
        "importing, which takes a while for this program…",
    )
    assert snippet.page.evaluate("document.documentElement.scrollWidth") <= 360
    snippet.evaluate("snippet => snippet.stop()")
    expect(snippet.get_by_role("button", name=re.compile("^Run"))).to_be_visible()
    assert toolbar.evaluate(_ROWS) == height


def test_what_a_finger_presses_is_large_enough(snippet: Locator) -> None:
    """44 pixels: buttons, the input field, line numbers in tracebacks, the panel to search; and none covers another."""
    page = snippet.page
    snippet.evaluate("""async snippet => {
      snippet.clock = 2;
      snippet.source = "def f():\\n    input('? ')\\n    1/0\\n\\nf()\\n";
      snippet.addEventListener("reading", () => window.waits = true, {once: true});
      window.end = snippet.run();
    }""")
    page.wait_for_function("window.waits")

    def small() -> list[str]:
        found: list[str] = snippet.evaluate(
            """(snippet, target) => {
              const kinds = "button, select, input:not([type=checkbox]), label:has(input)";
              return [...snippet.querySelectorAll(kinds)].filter(control => control.checkVisibility())
                .map(control => [control, control.getBoundingClientRect()])
                .filter(([control, {width, height}]) => Math.min(width, height) < target - 0.5)
                .map(([control, {width, height}]) => `${control.outerHTML}: ${width} x ${height}`);
            }""",
            TARGET,
        )
        return found

    expect(snippet.get_by_role("button", name="End of input")).to_be_visible()
    assert small() == []
    snippet.evaluate("snippet => snippet.write('\\n')")
    assert page.evaluate("end.then(result => result.exitCode)") == 1
    lines = snippet.locator(".snippet-line")
    expect(lines).to_have_count(2)
    assert small() == []
    upper, lower = (lines.nth(index).bounding_box() for index in (0, 1))
    assert upper and lower
    assert upper["y"] + upper["height"] <= lower["y"] + 1
    snippet.locator(".cm-content").focus()
    page.keyboard.press("Control+f")
    snippet.locator(".cm-search").wait_for()
    assert small() == []


# How wide and how high the area is that presses a button, around the middle of what is seen of it; pixels.
_PRESSED = """
button => {
  const {left, top, width, height} = button.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const reach = (dx, dy) => {
    let far = 0;
    while (document.elementFromPoint(x + dx * (far + 1), y + dy * (far + 1)) === button) far += 1;
    return far;
  };
  return [reach(1, 0) + reach(-1, 0) + 1, reach(0, 1) + reach(0, -1) + 1];
}
"""


def test_the_button_that_copies_a_block_of_code_covers_no_more_than_its_icon(phone: Page) -> None:
    """A block of one line is lower than a finger needs: what is seen is in it, what is pressed is larger."""
    phone.goto("reference/conformance/")
    button = phone.locator(".md-code__button").first
    button.scroll_into_view_if_needed()
    block = phone.locator("pre:has(.md-code__button)").first.bounding_box()
    seen = phone.locator(".md-code__nav").first.bounding_box()
    assert block and seen
    assert block["y"] <= seen["y"] and seen["y"] + seen["height"] <= block["y"] + block["height"]
    assert min(button.evaluate(_PRESSED)) >= TARGET - 1

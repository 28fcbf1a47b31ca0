"""How the editor looks, whatever a reader does in it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from page_log import Log
from playwright.sync_api import Locator, Page, expect

SCHEMES = {"light": "default", "dark": "slate"}

# What is computed of the parts that CodeMirror draws, of those that are there.
_LOOK = """
editor => {
  const look = (selector, ...properties) => {
    const element = selector ? editor.querySelector(selector) : editor;
    const style = element && getComputedStyle(element);
    return style && Object.fromEntries(properties.map(property => [property, style[property]]));
  };
  return {
    editor: look("", "backgroundColor", "color", "fontSize", "maxHeight", "borderTopWidth"),
    scroller: look(".cm-scroller", "fontFamily", "lineHeight", "minHeight", "overflowY"),
    caret: look(".cm-cursor", "borderLeftColor", "borderLeftWidth"),
    gutters: look(".cm-gutters", "backgroundColor", "color"),
    selection: look(".cm-selectionBackground", "backgroundColor"),
    activeLine: look(".cm-activeLine", "backgroundColor"),
  };
}
"""

# The lowest contrast of a text in an element with what is behind it; translucent colours are laid over each other.
CONTRAST = """
(element, behind) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const over = (...colours) => {
    for (const colour of ["#fff", ...colours]) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let lowest = [99, ""];
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.data.trim()) continue;
    const parents = [];
    for (let at = text.parentElement; at; at = at.parentElement) parents.unshift(getComputedStyle(at).backgroundColor);
    const ground = over(...parents, ...(behind ? [behind] : []));
    const colour = over(`rgb(${ground})`, getComputedStyle(text.parentElement).color);
    const [low, high] = [luminance(ground), luminance(colour)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < lowest[0]) lowest = [ratio, text.data];
  }
  return lowest;
}
"""


@pytest.fixture(params=SCHEMES)
def editor(page: Page, request: pytest.FixtureRequest) -> Locator:
    """An editor that nobody has touched, in each scheme."""
    page.emulate_media(color_scheme=request.param)
    page.goto("learn/what-concurrency-is/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[request.param])
    page.locator("py-snippet").first.evaluate("snippet => { snippet.source += '# mine\\n'.repeat(60) }")
    editor = page.locator(".cm-editor")
    editor.wait_for()
    return editor


def assert_same(before: dict[str, Any], after: dict[str, Any]) -> None:
    """What is there before and after looks the same; only the line with the caret is marked with the focus."""
    for part, look in before.items():
        if part != "activeLine" and look and after[part]:
            assert after[part] == look, part


def colour(element: Locator, name: str) -> str:
    """A computed colour."""
    return str(element.evaluate("(element, name) => getComputedStyle(element)[name]", name))


def test_what_a_reader_does_leaves_the_look_as_it_is(editor: Locator) -> None:
    """Focus, typing, selecting and searching; CodeMirror writes the classes of its element anew each time."""
    page = editor.page
    height = editor.evaluate("editor => editor.offsetHeight")
    idle = editor.evaluate(_LOOK)
    assert idle["editor"]["maxHeight"] != "none"
    steps: dict[str, Callable[[], object]] = {
        "focused": lambda: editor.locator(".cm-line").nth(3).click(),
        "typed": lambda: page.keyboard.type("x"),
        "selected": lambda: page.keyboard.press("Shift+Home"),
        "left": lambda: editor.evaluate("() => document.activeElement.blur()"),
    }
    looks = {}
    for name, step in steps.items():
        step()
        # CodeMirror notes the focus, and draws a selection, a moment later.
        expect(editor).to_have_class(re.compile(r"^(?!.*cm-focused)" if name == "left" else "cm-focused"))
        if name in ("selected", "left"):
            editor.locator(".cm-selectionBackground").wait_for()
        looks[name] = editor.evaluate(_LOOK)
        assert_same(idle, looks[name])
        assert editor.evaluate("editor => editor.offsetHeight") == height, name
    assert looks["focused"]["caret"]["borderLeftColor"] == looks["focused"]["editor"]["color"]
    focused, left = (looks[name]["selection"]["backgroundColor"] for name in ("selected", "left"))
    assert len({focused, left, idle["editor"]["backgroundColor"]}) == 3
    editor.locator(".cm-line").nth(3).click()
    page.keyboard.press("Control+f")
    editor.locator(".cm-search").wait_for()
    page.keyboard.type("mine")
    page.keyboard.press("Enter")
    assert_same(idle, editor.evaluate(_LOOK))


def test_text_can_be_read_on_everything_that_lies_behind_it(editor: Locator) -> None:
    """A contrast of 4.5: code, selection, marked line, matches, panel, completions."""
    page = editor.page

    def assert_readable(element: Locator, behind: str | None = None) -> None:
        ratio, text = element.evaluate(CONTRAST, behind)
        assert ratio >= 4.5, f"{ratio:.2f}: {text!r}"

    editor.locator(".cm-line").nth(3).click()
    assert_readable(editor)
    page.keyboard.press("Control+a")
    selection = editor.locator(".cm-selectionBackground").first
    assert_readable(editor.locator(".cm-content"), colour(selection, "backgroundColor"))
    page.keyboard.press("Home")
    page.keyboard.press("Control+f")
    page.keyboard.type("mine")
    page.keyboard.press("Enter")
    editor.locator(".cm-searchMatch-selected").wait_for()
    assert_readable(editor)
    field = editor.get_by_role("textbox", name="Find")
    assert colour(field, "color") == colour(editor, "color")
    assert colour(field, "backgroundColor") == colour(editor, "backgroundColor")
    page.keyboard.press("Escape")
    expect(editor.locator(".cm-search")).to_have_count(0)
    page.keyboard.press("Control+End")
    page.keyboard.type("pri")
    page.keyboard.press("Control+Space")
    completions = page.locator(".cm-tooltip-autocomplete")
    completions.wait_for()
    assert_readable(completions)
    completions.get_by_role("option").filter(has_text="print").first.click()
    expect(editor.locator(".cm-line").last).to_have_text("print")


def test_the_editor_follows_the_scheme(editor: Locator) -> None:
    """A reader switches between light and dark while it is open."""
    looks = [editor.evaluate(_LOOK)]
    for scheme in ("default", "slate"):
        editor.evaluate("(_, scheme) => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
        expect(editor.locator(".cm-content")).to_be_visible()
        looks.append(editor.evaluate(_LOOK))
    other = looks[1] if looks[1] != looks[0] else looks[2]
    for part, name in (("editor", "backgroundColor"), ("editor", "color"), ("gutters", "color")):
        assert looks[0][part][name] != other[part][name]


def test_a_plain_field_takes_the_place_of_an_editor_that_does_not_load(page: Page, log: Log) -> None:
    """It looks like one, keeps what is typed, and the keys of the page hold in it."""
    page.route("**/codemirror.js", lambda route: route.abort())
    page.goto("learn/what-concurrency-is/")
    snippet = page.locator("py-snippet").first
    snippet.get_by_role("button", name=re.compile("^Edit")).click()
    field = snippet.locator("textarea")
    field.fill("print(1)\n")
    assert colour(field, "backgroundColor") != colour(page.locator("body"), "backgroundColor")
    assert snippet.evaluate("snippet => snippet.source") == "print(1)\n"
    snippet.evaluate("snippet => { snippet.run = async () => { window.ran = true; } }")
    field.press("Control+Enter")
    assert page.evaluate("ran")
    log.errors.clear()  # the browser's, about the file


def test_the_line_of_a_traceback_is_marked_until_the_program_changes(warm_playground: Page) -> None:
    """By a bar and a wavy line; the look of the rest stays."""
    page = warm_playground
    snippet = page.locator("py-snippet")
    snippet.evaluate("snippet => { snippet.source = 'def f():\\n    1/0\\n\\nf()\\n'; return snippet.run() }")
    snippet.get_by_role("button", name="2", exact=True).click()
    expect(snippet.locator(".cm-shownLine")).to_have_text("    1/0")
    expect(snippet.locator(".cm-shownText")).to_have_text("1/0")
    assert "wavy" in colour(snippet.locator(".cm-shownText"), "textDecoration")
    expect(snippet.locator(".cm-content")).to_be_focused()
    page.keyboard.type("#")
    expect(snippet.locator(".cm-shownLine")).to_have_count(0)


# The controls of the panel that something else covers.
_COVERED = """
panel => [...panel.querySelectorAll("input, button")].filter(control => {
  const {left, top, width, height} = control.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  return !there || !(control.contains(there) || there.contains(control));
}).map(control => control.outerHTML)
"""


@pytest.mark.parametrize("width", [1280, 360])
def test_the_toolbar_covers_no_part_of_the_search_panel(page: Page, width: int) -> None:
    """Both stay at the lower edge of the window while the program is longer than that."""
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("learn/what-concurrency-is/")
    program = page.locator("py-snippet").first
    program.evaluate("snippet => { snippet.source += '# mine\\n'.repeat(60) }")
    editor = program.locator(".cm-editor")
    editor.locator(".cm-content").focus()
    editor.evaluate("editor => scrollBy(0, editor.getBoundingClientRect().top - 150)")
    page.keyboard.press("Control+f")
    panel = editor.locator(".cm-panels-bottom")
    expect(panel.get_by_role("button", name="replace all")).to_be_visible()
    expect(program.locator(".snippet-toolbar")).to_be_in_viewport(ratio=1)
    assert panel.evaluate(_COVERED) == []

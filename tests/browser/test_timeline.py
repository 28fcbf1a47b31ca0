"""Timelines on a page: the drawing of the build, and the recorded run that a reader moves in."""

import json

import pytest
from axe import findings_in_each_scheme
from page_log import Log
from playwright.sync_api import Browser, Page, ViewportSize, expect
from recorded import recorded

PAGE = "learn/tasks/"
# Of the columns: the width that is written, that which they have, and that which is in view.
_SIZES = """
(region) => {
  const columns = region.querySelector(".timeline-columns");
  return [Number(columns.getAttribute("width")), columns.getBoundingClientRect().width, region.clientWidth];
}
"""
# A program that switches: so many turns of two tasks, three events each.
MANY = """
async (turns) => {
  const at = (event, task, more) => ({time: 0, process: 1, thread: 1, task, event, ...more});
  const detail = {name: "Task-1", coroutine: "spin", loop: 1, by: {thread: 1}};
  const events = [1, 2].map(task => at("task_spawned", task, {detail}));
  for (let turn = 0; turn < turns; turn += 1) {
    const task = turn % 2 + 1;
    events.push(at("before_task_step", task), at("after_task_step", task, {line: 12, detail: {ready: true}}));
  }
  const snippet = document.querySelector("py-snippet");
  snippet.timeline.clear();
  snippet.timeline.add(events);
  await snippet.timeline.show(turns - 2);
  return snippet.querySelectorAll(".timeline [data-block]").length;
}
"""


def test_a_drawing_that_does_not_come_to_life_stays_and_tries_again(page: Page, log: Log) -> None:
    """The page's own is as good to read; the next look at it loads anew."""
    page.goto(PAGE)
    timeline = page.locator("py-snippet .timeline").first
    timeline.scroll_into_view_if_needed()
    page.route("**/timeline-panel.js", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        timeline.hover()
    expect(timeline.locator(".timeline-columns").first).to_be_visible()
    page.unroute("**/timeline-panel.js")
    page.mouse.move(0, 0)
    timeline.hover()
    expect(timeline.locator(".timeline-controls")).to_be_visible()
    log.errors.clear()  # the browser's, about the file


def test_a_recorded_run_is_moved_in_by_keys(page: Page) -> None:
    """Turn by turn; block, source line and printed line are marked together; axe finds nothing in any state."""
    page.goto(PAGE)
    program = page.locator("py-snippet").first
    program.locator(".snippet-toolbar").wait_for()
    timeline = program.locator(".timeline")
    drawing = timeline.locator(".timeline-scroll")
    page.set_viewport_size({"width": 360, "height": 800})
    written, shown, seen = drawing.evaluate(_SIZES)
    assert written == shown > seen, "the drawing keeps its size, and scrolls"
    page.set_viewport_size({"width": 1280, "height": 900})
    before = drawing.locator(".timeline-columns > g").inner_html()
    drawing.focus()
    expect(timeline.locator(".timeline-controls")).to_be_visible()
    # It is the same drawing.
    assert drawing.locator("[data-block]").count() == before.count('class="x')
    said = timeline.locator(".timeline-words output")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("main · line 20: data1 = await task1; starts fetch_data 1, fetch_data 2")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("fetch_data 1 · started by main · line 11")
    assert timeline.locator(".on").count() == 1
    assert program.locator(".timeline-line").count() == 2
    assert page.evaluate("[...CSS.highlights.get('timeline-printed')].map(String)") == ["first: start fetching data..."]
    page.keyboard.press("End")
    expect(said).to_contain_text("ends")
    page.keyboard.press("+")
    expect(timeline.get_by_role("button", name="To scale")).to_have_attribute("aria-pressed", "true")
    timeline.get_by_role("button", name="To scale").click()
    page.keyboard.press("Escape")
    timeline.locator(".timeline-table summary").click()
    expect(timeline.locator("tbody tr")).to_have_count(drawing.locator("[data-block]").count())
    program.locator("code > span[id^='__span']").filter(has_text="asyncio.sleep").hover()
    assert timeline.locator(".on").count() == 2
    found = findings_in_each_scheme(page)
    assert not found, json.dumps(found, indent=1)
    page.emulate_media(media="print")
    assert not timeline.locator(".timeline-controls").is_visible()
    assert page.locator(".timeline-strips").first.is_visible()
    widths = page.locator(".timeline-strips use").evaluate_all("uses => uses.map(use => use.getBBox().width)")
    assert min(widths) > 20


_FIRST = "document.querySelector('py-snippet')"
PHONE = ViewportSize(width=360, height=740)
# Which part of the run is this far from the left edge of the drawing, and how many pixels a second is wide.
_AT = """
async (snippet, x) => {
  let layout = null;
  await snippet.timeline.ask((panel) => ({layout} = panel.scene));
  return [(snippet.querySelector(".timeline-scroll").scrollLeft + x) / layout.width, layout.perSecond];
}
"""


def test_a_drawing_is_zoomed_by_the_wheel_and_by_two_fingers(browser: Browser, site_url: str) -> None:
    """What is under the pointer, or between the fingers, stays there; the page keeps its size."""
    context = browser.new_context(base_url=site_url, viewport=PHONE, has_touch=True, service_workers="block")
    page = context.new_page()
    page.goto(PAGE)
    program = page.locator("py-snippet").first
    program.locator(".snippet-toolbar").wait_for()
    drawing = program.locator(".timeline-scroll")
    drawing.tap()
    expect(program.locator(".timeline-controls")).to_be_visible()
    box = drawing.bounding_box()
    assert box
    left, y = box["x"], box["y"] + box["height"] / 2

    def zoomed(to: float) -> None:
        """Wait until a second is so wide."""
        page.wait_for_function(f"async (to) => Math.abs((await ({_AT})({_FIRST}, 0))[1] / to - 1) < 0.01", arg=to)

    program.get_by_role("button", name="To scale").click()
    scale = program.evaluate(_AT, 200)[1]
    page.mouse.move(left + 200, y)
    page.keyboard.down("Control")
    for times in range(1, 4):
        before = program.evaluate(_AT, 200)
        page.mouse.wheel(0, -100)
        zoomed(scale * 1.492**times)
    page.keyboard.up("Control")
    after = program.evaluate(_AT, 200)
    assert after[0] == pytest.approx(before[0], abs=0.01)
    # Two fingers move apart to twice their distance, and to the right.
    touch = context.new_cdp_session(page)

    def fingers(kind: str, *places: float) -> None:
        points = [{"x": left + x, "y": y, "id": number} for number, x in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    before = program.evaluate(_AT, 150)
    fingers("touchStart", 100)
    fingers("touchStart", 100, 200)
    for wider in range(0, 51, 10):
        fingers("touchMove", 100 - wider / 2, 200 + wider * 1.5)
    fingers("touchEnd")
    zoomed(before[1] * 2)
    assert program.evaluate(_AT, 175)[0] == pytest.approx(before[0], abs=0.01)
    assert page.evaluate("visualViewport.scale") == 1
    context.close()


def test_only_what_is_in_view_is_drawn(page: Page) -> None:
    """Ten thousand events are as light as a hundred."""
    page.goto(PAGE)
    page.locator(".snippet-toolbar").first.wait_for()
    assert 5 < page.evaluate(MANY, 100) == page.evaluate(MANY, 5000) < 60
    expect(page.locator("py-snippet").first.locator(".timeline summary small").first).to_have_text(
        "2 tasks · 5,000 turns"
    )


# Fifty tasks, one after the other.
FIFTY = """\
import asyncio

async def main():
    async with asyncio.TaskGroup() as group:
        for _ in range(50):
            group.create_task(asyncio.sleep(0))

asyncio.run(main())
"""
# Whether the marked block is in view, and the name of its lane.
_IN_VIEW = """
(drawing) => {
  const [inner, outer] = [drawing.querySelector(".on"), drawing].map((each) => each.getBoundingClientRect());
  const names = [...drawing.querySelectorAll(".timeline-names text")].map((each) => each.getBoundingClientRect());
  const named = names.some(({left, top, bottom}) => top >= inner.top && bottom <= inner.bottom &&
    drawing.contains(document.elementFromPoint(left + 1, (top + bottom) / 2)));
  return named && inner.top >= outer.top && inner.bottom <= outer.bottom && inner.right <= outer.right;
}
"""


def test_many_lanes_scroll_within_the_window(warm_playground: Page) -> None:
    """What is below the drawing stays near, and keys bring the lane of a block into view."""
    recorded(warm_playground, FIFTY)
    drawing = warm_playground.locator("py-snippet .timeline-scroll")
    expect(drawing.locator(".timeline-names text").last).to_be_attached()
    high, whole = drawing.evaluate("drawing => [drawing.clientHeight, drawing.scrollHeight]")
    assert high <= max(0.75 * 900, 560) < 2000 < whole
    drawing.focus()
    for key in ("End", "Home", "ArrowRight", "ArrowRight", "ArrowRight", "End"):
        warm_playground.keyboard.press(key)
        assert drawing.evaluate(_IN_VIEW), key


# The program's height, and where the parts of its timeline are below its top: those that are there before interest.
_PLACES = """
snippet => {
  const {top, height} = snippet.getBoundingClientRect();
  const timeline = snippet.querySelector(".timeline");
  const parts = timeline.querySelectorAll("summary, .timeline-scroll, .timeline-note, .timeline-legend span");
  return [height, ...[...parts].map(part => part.getBoundingClientRect().top - top)].map(Math.round);
}
"""


# The second has a title that fills a narrow line, the last a legend with signs that are out of a narrow view.
@pytest.mark.parametrize(("address", "index"), [(PAGE, 0), ("learn/cpu-bound/", 2), ("concepts/async-iteration/", 1)])
@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_moves_when_a_pointer_comes_to_a_drawing(page: Page, width: int, address: str, index: int) -> None:
    """What makes it interactive is loaded then. On a narrow page, the controls come with a tap or the focus."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    snippet = page.locator("py-snippet:has(.timeline-scroll)").nth(index)
    drawing = snippet.locator(".timeline-scroll")
    before = snippet.evaluate(_PLACES)
    assert len(before) > 5
    drawing.hover()
    controls = snippet.locator(".timeline-controls")
    expect(controls).to_be_attached()
    expect(snippet.get_by_role("button", name="Step")).to_be_visible()
    assert snippet.evaluate(_PLACES) == before
    expect(controls).to_be_visible(visible=width == 1280)
    # From turn to turn, what is said of it differs.
    drawing.focus()
    expect(controls).to_be_visible()
    page.keyboard.press("ArrowRight")
    first = snippet.evaluate(_PLACES)
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        assert snippet.evaluate(_PLACES) == first
    scrubber = controls.get_by_role("slider")
    place = scrubber.bounding_box()
    scrubber.press("Home")
    assert scrubber.bounding_box() == place
    # Beside them, the table opens.
    snippet.locator(".timeline-table summary").click()
    expect(snippet.locator(".timeline-table tbody tr").first).to_be_visible()
    expect(controls).to_be_visible()


# What is above the program's toolbar while a part of the timeline is scrolled to where the toolbar stays.
_OVER_TOOLBAR = """
(snippet, part) => {
  const bar = snippet.querySelector(".snippet-toolbar");
  const it = snippet.querySelector(part).getBoundingClientRect();
  scrollBy({top: it.top - 60, behavior: "instant"});
  const {left, right, top: now, height} = bar.getBoundingClientRect();
  const found = new Set();
  for (let x = left + 2; x < right; x += 5) {
    for (let y = now + 2; y < now + height; y += 5) {
      const there = document.elementFromPoint(x, y);
      if (snippet.contains(there) && !bar.contains(there)) found.add(there.outerHTML.slice(0, 80));
    }
  }
  return [...found];
}
"""


def test_a_timeline_scrolls_below_the_toolbar(page: Page) -> None:
    """Names of lanes and controls, which lie over what is beside them."""
    page.goto(PAGE)
    snippet = page.locator("py-snippet").first
    snippet.locator(".timeline-scroll").hover()
    snippet.locator(".timeline-controls").wait_for()
    for part in (".timeline-names", ".timeline-controls"):
        assert snippet.evaluate(_OVER_TOOLBAR, part) == [], part

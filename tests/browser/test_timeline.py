"""Timelines on a page: the drawing of the build, the recorded run that a reader moves in, and events of a run."""

import json

from axe import findings_in_each_scheme
from page_log import Log
from playwright.sync_api import Page, expect

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
    said = timeline.locator(".timeline-controls output")
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


def test_only_what_is_in_view_is_drawn(page: Page) -> None:
    """Ten thousand events are as light as a hundred."""
    page.goto(PAGE)
    page.locator(".snippet-toolbar").first.wait_for()
    assert 5 < page.evaluate(MANY, 100) == page.evaluate(MANY, 5000) < 60
    expect(page.locator("py-snippet").first.locator(".timeline summary small").first).to_have_text(
        "2 tasks · 5,000 turns"
    )

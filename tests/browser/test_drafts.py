"""What a reader wrote: it is marked, it stays with its page, and Reset takes its output along."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

PAGE = "learn/what-concurrency-is/"


# A program that two pages show.
SHARED = "rate_limit.py"
ITS_PAGES = ("howto/limit-concurrency/", "reference/recipes/rate-limiter/")


def first(page: Page, path: str = PAGE, name: str | None = None) -> Locator:
    """The first program of a page, or the one of that name, ready."""
    page.goto(path)
    page.locator(".snippet-toolbar").first.wait_for()
    return page.locator(f"py-snippet[data-name='{name}']" if name else "py-snippet").first


def test_an_edit_is_marked(page: Page) -> None:
    """`edited · Reset`, from the first change on until there is none."""
    snippet = first(page)
    expect(snippet.locator(".snippet-edited")).to_be_hidden()
    published = snippet.evaluate("snippet => snippet.source")
    snippet.evaluate("snippet => { snippet.source += '# mine\\n' }")
    expect(snippet.get_by_text("edited ·")).to_be_visible()
    expect(snippet.get_by_role("button", name=re.compile("^Reset"))).to_be_visible()
    expect(snippet.locator(".snippet-transcript-title")).to_have_text("Output (recorded, without your change)")
    snippet.evaluate("(snippet, source) => { snippet.source = source }", published)
    expect(snippet.locator(".snippet-edited")).to_be_hidden()
    expect(snippet.get_by_role("button", name=re.compile("^Reset"))).to_be_hidden()
    expect(snippet.locator(".snippet-transcript-title")).to_have_text("Output (recorded)")


def test_reset_takes_the_output_of_the_edited_program_along(visit: Callable[[str], Page]) -> None:
    """The page's program has the page's output, and no other one below it."""
    snippet = visit(PAGE).locator("py-snippet").first
    recorded = snippet.locator(".snippet-transcript code").inner_text()
    snippet.evaluate("snippet => { snippet.source = 'print(\"mine\")\\n'; return snippet.run() }")
    output = snippet.locator(".snippet-output")
    expect(output).to_contain_text("mine")
    expect(snippet.locator(".snippet-transcript-title")).to_have_text("Output")
    snippet.evaluate("snippet => { snippet.source = 'print(\"other\")\\n' }")
    expect(snippet.locator(".snippet-transcript-title")).to_have_text("Output, before your change")
    snippet.get_by_role("button", name=re.compile("^Reset")).click()
    expect(output).to_have_count(0)
    assert snippet.locator(".snippet-transcript code").inner_text() == recorded
    expect(snippet.locator(".snippet-transcript-title")).to_have_text("Output (recorded)")


def test_reset_takes_the_timeline_of_the_edited_program_along(visit: Callable[[str], Page]) -> None:
    """Its events, also those of its end, and the explanation of its deadlock; the page's own run is drawn again."""
    snippet = visit("learn/tasks/").locator("py-snippet").first
    snippet.evaluate("snippet => snippet.timeline.unfold()")
    snippet.locator(".timeline").hover()
    summary = snippet.locator(".timeline summary small")
    snippet.locator(".timeline-controls").wait_for()
    own = summary.inner_text()
    stuck = "import asyncio\nasyncio.run(asyncio.Event().wait())\n"
    snippet.evaluate("(snippet, source) => { snippet.source = source; window.end = snippet.run() }", stuck)
    expect(snippet.locator(".snippet-deadlock")).to_be_visible()
    expect(summary).not_to_have_text(own)
    snippet.get_by_role("button", name=re.compile("^Reset")).click()
    snippet.page.evaluate("window.end")
    expect(snippet.locator(".snippet-deadlock")).to_have_count(0)
    expect(summary).to_have_text(own)


# Two tasks that are ready together; what they print depends on their order.
RACE = """import asyncio

async def visit(name):
    await asyncio.sleep(0.1)
    print(name)

async def main():
    await asyncio.gather(visit("a"), visit("b"))

asyncio.run(main())
"""


def test_reset_takes_what_a_search_found_in_the_edited_program_along(visit: Callable[[str], Page]) -> None:
    """Its outcomes, and its order, which a link would have; what is found in the page's own program stays."""
    snippet = visit("learn/tasks/").locator("py-snippet").first
    orders = snippet.locator(".orders")
    outcomes = orders.locator(".orders-results > li")
    orders.locator("summary").click()
    orders.get_by_role("button", name="Try 200 schedules").click()
    expect(orders.locator(".orders-status")).to_contain_text("200 of 200")
    own = outcomes.count()
    snippet.evaluate("snippet => { snippet.source += '# mine\\n' }")
    expect(orders.get_by_text("before your change")).to_be_visible()
    for shows in orders.get_by_role("button", name="Show its timeline").all():
        expect(shows).to_be_disabled()
    snippet.get_by_role("button", name=re.compile("^Reset")).click()
    expect(orders.get_by_text("before your change")).to_be_hidden()
    expect(outcomes).to_have_count(own)
    expect(orders.get_by_role("button", name="Show its timeline").first).to_be_enabled()
    snippet.evaluate("(snippet, source) => { snippet.source = source }", RACE)
    orders.get_by_role("button", name="Try 200 schedules").click()
    expect(orders.locator(".orders-status")).to_contain_text("200 of 200")
    orders.get_by_role("button", name="Show its timeline").last.click()
    expect(snippet).to_have_attribute("data-schedule", re.compile("1"))
    expect(orders.get_by_role("button", name="Try 200 schedules")).to_be_enabled()
    snippet.get_by_role("button", name=re.compile("^Reset")).click()
    expect(outcomes).to_have_count(0)
    expect(orders.locator(".orders-status")).to_have_text("")
    assert snippet.get_attribute("data-schedule") is None


@pytest.mark.parametrize("action", ["Try 200 schedules", "Find the failing one", "You are the scheduler"])
def test_reset_ends_what_searches_the_edited_program(visit: Callable[[str], Page], action: str) -> None:
    """Nothing of it is shown afterwards, and the page's own program can be searched."""
    snippet = visit("learn/tasks/").locator("py-snippet").first
    orders = snippet.locator(".orders")
    slow = RACE.replace("    print(name)", "    sum(range(1_000_000))\n    print(name)")
    snippet.evaluate("(snippet, source) => { snippet.source = source }", slow)
    orders.locator("summary").click()
    orders.get_by_role("button", name=action).click()
    expect(orders.get_by_text(re.compile(r"\d of 200 runs|Choice 1: ")).first).to_be_visible()
    snippet.get_by_role("button", name=re.compile("^Reset")).click()
    expect(orders.get_by_role("button", name="Try 200 schedules")).to_be_enabled()
    expect(orders.locator(".orders-results > li")).to_have_count(0)
    expect(orders.locator(".orders-status")).to_have_text("")
    expect(orders.locator(".orders-scheduler")).to_be_hidden()
    orders.get_by_role("button", name="Try 200 schedules").click()
    expect(orders.locator(".orders-status")).to_contain_text("200 of 200")


def test_reset_stops_the_edited_program(visit: Callable[[str], Page]) -> None:
    """It would print below the original."""
    page = visit(PAGE)
    snippet = page.locator("py-snippet").first
    snippet.evaluate("snippet => { snippet.source = 'import time\\ntime.sleep(60)\\n'; window.end = snippet.run() }")
    expect(snippet.get_by_role("button", name=re.compile("^Stop"))).to_be_visible()
    snippet.get_by_role("button", name=re.compile("^Reset")).click()
    assert page.evaluate("end.then(result => result.status)") == "stopped"
    expect(snippet.locator(".snippet-output")).to_have_count(0)


@pytest.mark.parametrize("former", [False, True], ids=["new", "kept for the file"])
def test_a_draft_stays_with_its_page(page: Page, former: bool) -> None:
    """Two pages show the same file, and a change on one isn't on the other. What was kept for the file isn't lost."""
    here, there = ITS_PAGES
    snippet = first(page, here, SHARED)
    published = snippet.evaluate("snippet => snippet.source")
    if former:
        draft = json.dumps({"source": "print('mine')\n", "published": published})
        snippet.evaluate(
            """(snippet, draft) => localStorage.setItem(
              "interleave:draft:" + new URL(snippet.dataset.snippet, location.href).pathname, draft)""",
            draft,
        )
        page.reload()
    else:
        snippet.evaluate("snippet => { snippet.source = \"print('mine')\\n\" }")
    expect(snippet.locator(".cm-content")).to_contain_text("print('mine')")
    file = snippet.evaluate("snippet => new URL(snippet.dataset.snippet, location.href).pathname")
    other = first(page, there, SHARED)
    assert other.evaluate("snippet => new URL(snippet.dataset.snippet, location.href).pathname") == file
    assert other.evaluate("snippet => snippet.source") == published
    expect(other.locator(".snippet-edited")).to_be_hidden()
    assert first(page, here + "index.html", SHARED).evaluate("snippet => snippet.source") == "print('mine')\n"


def test_a_double_click_on_reset_resets_and_no_more(page: Page) -> None:
    """The next button has come to its place when the second click comes."""
    snippet = first(page)
    snippet.evaluate("snippet => { snippet.source += '# mine\\n' }")
    snippet.locator(".cm-content").wait_for()
    snippet.get_by_role("button", name=re.compile("^Reset")).dblclick()
    expect(snippet.get_by_role("status")).to_contain_text("reset")


def test_one_copy_button_copies_what_runs(page: Page) -> None:
    """The page shows a part of the file; what is copied is the file, or what the reader made of it."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    snippet = first(page)
    expect(snippet.locator(".snippet-transcript")).to_be_visible()
    page.wait_for_load_state("networkidle")  # Material's buttons come with its script
    copies = snippet.locator(".md-clipboard, .md-code__button, .snippet-button--copy")
    expect(copies).to_have_count(1)
    snippet.get_by_role("button", name=re.compile("^Copy")).click()
    expect(snippet.get_by_role("status")).to_have_text("copied the whole program")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == snippet.evaluate("snippet => snippet.source")
    assert copied.endswith('x {WAIT} s")\n')
    assert copied.startswith('"""')
    snippet.evaluate("snippet => { snippet.source = 'print(1)\\n' }")
    snippet.get_by_role("button", name=re.compile("^Copy")).click()
    expect(snippet.get_by_role("status")).to_have_text("copied the whole program")
    page.wait_for_function("navigator.clipboard.readText().then(text => text === 'print(1)\\n')")

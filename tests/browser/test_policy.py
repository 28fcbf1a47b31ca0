"""The Content-Security-Policy of the pages: it is there, and nothing that the site does violates it."""

import re
from collections.abc import Iterator

import pytest
from playground import run
from playwright.sync_api import Browser, Page, expect
from server import SITE

PAGES = sorted(path.parent.relative_to(SITE).as_posix() for path in SITE.rglob("index.html"))
# In the page, in the frame of programs and in its workers alike, what is forbidden comes to the console.
_LISTEN = """
  window.violations = [];
  addEventListener("securitypolicyviolation", ({effectiveDirective, blockedURI}) => {
    violations.push([effectiveDirective, blockedURI]);
  });
"""


@pytest.fixture(scope="module")
def watched(browser: Browser, site_url: str) -> Iterator[tuple[Page, list[str]]]:
    """A tab, and what was written to its console as a warning or an error."""
    context = browser.new_context(base_url=site_url, permissions=["clipboard-write", "clipboard-read"])
    context.add_init_script(_LISTEN)
    page = context.new_page()
    page.set_default_timeout(60_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.extend([message.text] * (message.type in ("error", "warning"))))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page, complaints
    context.close()


def _violations(page: Page, complaints: list[str]) -> list[object]:
    found: list[object] = [*page.evaluate("violations.splice(0)"), *complaints]
    complaints.clear()
    return found


@pytest.mark.parametrize("path", PAGES)
def test_no_page_violates_it(watched: tuple[Page, list[str]], path: str) -> None:
    """As a browser opens it."""
    page, complaints = watched
    page.goto(f"{path}/" if path != "." else "")
    page.wait_for_function("customElements.get('py-snippet') !== undefined")
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert "object-src 'none'" in policy
    assert "base-uri 'none'" in policy
    scripts = re.search("script-src ([^;]*)", policy)
    assert scripts
    assert {each for each in scripts[1].split() if not each.startswith("'sha256-")} == {
        "'self'",
        "'wasm-unsafe-eval'",
        "blob:",
    }
    assert _violations(page, complaints) == []


def test_what_readers_do_violates_nothing(watched: tuple[Page, list[str]]) -> None:
    """Search, colours, copying, the editor, the next page, a program with a child and packages."""
    page, complaints = watched
    page.goto("learn/tasks/")
    page.locator(".snippet-toolbar").first.wait_for()
    page.wait_for_function("window.location$ && document.querySelector('[data-md-component=search]')")
    page.locator(".md-search__input").press_sequentially("cancel")
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('input[name=__palette]:not(:checked)').click()")
    page.get_by_role("button", name=re.compile("^Copy")).first.click()
    page.get_by_role("button", name=re.compile("^Edit")).first.click()
    page.locator(".cm-content").first.wait_for()
    page.get_by_role("link", name="Playground").first.click()
    expect(page).to_have_title(re.compile("^Playground"))
    page.wait_for_function("document.querySelector('py-snippet .snippet-toolbar')")
    source = "import subprocess, aiohttp, ctypes\nprint(subprocess.getoutput('echo ran'))\n"
    assert run(page, source)["output"] == "ran\n"
    assert _violations(page, complaints) == []


def test_it_forbids(watched: tuple[Page, list[str]]) -> None:
    """A script that was slipped into a page doesn't run; no code comes from text; nothing is loaded from elsewhere."""
    page, complaints = watched
    page.goto("playground/")
    page.wait_for_function("customElements.get('py-snippet') !== undefined")
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.slipped = true";
      const image = new Image();
      image.src = "https://elsewhere.invalid/x.png";
      const elsewhere = document.createElement("script");
      elsewhere.src = "https://elsewhere.invalid/x.js";
      document.body.append(script, elsewhere, image);
      document.body.insertAdjacentHTML("beforeend", "<b onclick='window.slipped = true'>x</b>");
      document.body.lastChild.click();
    }""")
    page.wait_for_function("violations.length >= 4")
    assert page.evaluate("window.slipped ?? null") is None
    directives = {directive for directive, _ in page.evaluate("violations.splice(0)")}
    assert directives == {"script-src-elem", "script-src-attr", "img-src"}
    complaints.clear()


def test_pages_have_the_hashes_of_all() -> None:
    """Instant navigation brings the scripts of one page to another."""
    policy = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
    assert len({tuple(policy.findall((SITE / path / "index.html").read_text("utf-8"))) for path in PAGES}) == 1

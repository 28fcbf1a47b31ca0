"""The frame in which programs run, in a browser that starts no workers in one whose origin is its own."""

from playground import open_playground, run
from playwright.sync_api import Page
from server import SITE

# In a frame whose origin is its own, as in a browser that can't. Before the frame's own script: an init script of the
# browser's doesn't always come first in such a frame.
NO_WORKERS = """
if (origin === "null") self.Worker = class { constructor() { throw new Error("no workers in such a frame"); } };
"""


def test_without_isolation_programs_run_with_the_origin_of_the_site(page: Page) -> None:
    """The first, for which the frame is made once more, and the next; the page says which of the two holds."""
    script = (SITE / "runner" / "frame" / "frame.js").read_text(encoding="utf-8")
    page.route(
        "**/frame/frame.js", lambda route: route.fulfill(body=NO_WORKERS + script, content_type="text/javascript")
    )
    open_playground(page)
    for _ in range(2):
        result = run(page, "import js\nprint(js.self.origin == 'null')\n")
        assert (result["status"], result["output"]) == ("ok", "False\n")
        assert page.locator("html").get_attribute("data-programs") == "same-origin"

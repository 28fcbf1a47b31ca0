"""One tab for many tests: in it, a worker's tests that don't need their own tab go from page to page, like readers."""

from page_log import Log
from playground import PLAYGROUND
from playwright.sync_api import Browser, Page

# A page without programs, where a tab begins, and to which it goes between two tests of the same page.
REST = "reference/glossary/"

# Follows a link, which doesn't reload the page: the image of Python stays in the tab. The link disappears together with
# the page on which it is.
_FOLLOW = """
(address) => {
  const link = Object.assign(document.createElement("a"), {href: address, hidden: true});
  document.querySelector("article").append(link);
  link.dataset.followed = "";
  link.click();
}
"""
# Material adds the section in view to the address.
_ARRIVED = """
(address) => location.href.replace(/#.*/, "") === address && !document.querySelector("[data-followed]")
  && customElements.get("py-snippet") !== undefined
"""


def visit(page: Page, address: str) -> None:
    """Go to another page of the site by its address, and wait until it is shown."""
    page.evaluate(_FOLLOW, address)
    page.wait_for_function(_ARRIVED, arg=address)


class SharedTab:
    """A tab that is opened once; each test gets it on an untouched page, with nothing kept and nothing running."""

    def __init__(self, browser: Browser, site_url: str) -> None:
        self._browser = browser
        self._site_url = site_url
        self._page: Page | None = None
        # The page on which only the first program's source was changed.
        self._untouched: str | None = None
        self.log = Log()

    def _open(self) -> Page:
        # Test servers have certificates of an unknown authority.
        context = self._browser.new_context(base_url=self._site_url, ignore_https_errors=True, service_workers="block")
        page = context.new_page()
        page.set_default_timeout(60_000)
        self.log.clear()
        self.log.watch(page)
        page.goto(REST)
        # Material follows links itself once it knows the site's pages.
        page.wait_for_function("window.location$ && document.querySelector('[data-md-component=search]')")
        page.wait_for_load_state("networkidle")
        return page

    def at(self, path: str) -> Page:
        """The tab, on a page of the site in the state of a newly opened one."""
        address = self._site_url + path
        page = self._page = self._page or self._open()
        page.set_viewport_size({"width": 1280, "height": 900})
        if page.url.partition("#")[0] == address:
            visit(page, self._site_url + REST)
        page.evaluate("localStorage.clear(); sessionStorage.clear(); scrollTo(0, 0)")
        visit(page, address)
        # What the page before it kept as it was left.
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self._untouched = None
        return page

    def playground(self) -> Page:
        """The tab on the playground, on which a test only runs programs."""
        if self._untouched != PLAYGROUND:
            self.at(PLAYGROUND)
        self._untouched = PLAYGROUND
        assert self._page
        return self._page

    def after_test(self, failed: bool) -> None:
        """Stop what still runs, and undo what a test may have set; after a failure, the next test gets a new tab.

        Raises AssertionError if the tab asked another host or had an error.
        """
        log, page = self.log, self._page
        if failed or page is None:
            self.close()
            return
        page.evaluate("for (const snippet of document.querySelectorAll('py-snippet')) snippet.stop?.()")
        for other in page.context.pages:
            if other != page:
                other.close()
        page.unroute_all()
        page.emulate_media(color_scheme="null", reduced_motion="null", media="null")
        page.context.clear_permissions()
        try:
            log.check(self._site_url)
        finally:
            log.clear()

    def close(self) -> None:
        """Close it. The next test opens another one."""
        if self._page:
            self._page.context.close()
        self._page = self._untouched = None

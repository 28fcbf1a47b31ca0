"""The built site, served under a sub-path, and a Chromium to look at it with."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import chromium
import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

SITE = Path(__file__).resolve().parents[2] / "site"
# Project pages live under a sub-path; whatever works there works at the root.
PREFIX = "/interleave/"


class Handler(SimpleHTTPRequestHandler):
    """Serves site/ below PREFIX."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }
    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        if not path.startswith(PREFIX):
            return str(SITE / "outside-of-the-prefix")
        return super().translate_path(path.removeprefix(PREFIX.rstrip("/")))

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Quiet when a browser hangs up."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """Where the built site is served."""
    server = Server(("127.0.0.1", 0), partial(Handler, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    path = chromium.find()
    assert path, "no Chromium: make test installs one or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield browser
        browser.close()


class Log:
    """What a page asked for and complained of."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.errors: list[str] = []

    def watch(self, page: Page) -> None:
        """Listen to a page, its workers' requests included."""
        page.context.on("request", self._request)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)


@pytest.fixture
def log() -> Log:
    """The log of this test's page."""
    return Log()


@pytest.fixture
def page(browser: Browser, site_url: str, log: Log) -> Iterator[Page]:
    """A page of its own context. The test fails if it asks another host or has an error."""
    context = browser.new_context(base_url=site_url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    log.watch(page)
    yield page
    context.close()
    foreign = [url for url in log.requests if not url.startswith((site_url, "blob:", "data:"))]
    assert not foreign, f"requests to other places: {foreign}"
    assert not log.errors, f"errors on the page: {log.errors}"

"""A server of the built site on which one file fails, is truncated or stalls, or comes late."""

import contextlib
import threading
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, ClassVar, Literal

from playwright.sync_api import Browser, BrowserContext
from server import Handler, serve

# A program in view loads nothing: the connection is slow, whatever the browser makes of the flag for its speed
# (chromium.py).
SLOW = "Object.defineProperty(navigator.connection, 'downlink', {value: 1})"
FORGET_DRAFTS = "for (const key of Object.keys(localStorage)) if (key !== 'interleave:image') delete localStorage[key]"
Fault = Literal["404", "cut", "stalled", "late"]
# Those after which the file hasn't come.
FAULTS: tuple[Fault, ...] = ("404", "cut", "stalled")


class FaultyHandler(Handler):
    """Serves site/, with a fault in one file. The browser caches nothing, so that each load is a request."""

    file: ClassVar[str | None] = None
    fault: ClassVar[Fault] = "404"
    after: ClassVar[int] = 0
    mended: ClassVar[threading.Event] = threading.Event()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_head(self) -> BytesIO | BinaryIO | None:
        if self.file is None or self.file not in self.path:
            return super().send_head()
        if self.fault == "late":
            self.mended.wait()
            return super().send_head()
        if self.fault == "404":
            self.send_error(404)
        else:
            self._send_beginning()
        return None

    def _send_beginning(self) -> None:
        mended = self.mended
        with open(self.translate_path(self.path), "rb") as file:
            data = file.read()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(self.path))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: min(self.after, len(data) // 2)])
        self.wfile.flush()
        if self.fault == "stalled":
            mended.wait()
        self.close_connection = True


@contextlib.contextmanager
def broken(file: str, fault: Fault, after: int = 100_000) -> Iterator[None]:
    """Make the file whose path contains `file` fail: 404, or at most `after` bytes, then the end or nothing.

    With the fault "late", nothing comes before the end of the context, and then the whole file.
    """
    FaultyHandler.file, FaultyHandler.fault, FaultyHandler.after = file, fault, after
    FaultyHandler.mended = threading.Event()
    try:
        yield
    finally:
        FaultyHandler.file = None
        FaultyHandler.mended.set()


@contextlib.contextmanager
def serve_faulty() -> Iterator[str]:
    """Serve site/ on a free port, so that its files can be `broken`; yields its address."""
    with serve(FaultyHandler) as url:
        yield url


@contextlib.contextmanager
def faulty_visit(browser: Browser) -> Iterator[BrowserContext]:
    """Who comes to the site whose files can be `broken`. What they keep, such as the image of Python, stays theirs."""
    with serve_faulty() as url:
        context = browser.new_context(base_url=url, viewport={"width": 1280, "height": 900}, service_workers="block")
        context.set_default_timeout(60_000)
        yield context
        context.close()

"""The requests and the errors of a page."""

from playwright.sync_api import ConsoleMessage, Page, Request


class Log:
    """The requests and the errors of a page."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._allowed: tuple[str, ...] = ()

    def allow(self, host: str) -> None:
        """Allow requests of programs to another server (host and port), which may refuse."""
        self._allowed += tuple(f"{scheme}://{host}/" for scheme in ("http", "https", "ws"))

    def foreign(self, site_url: str) -> list[str]:
        """The requests that are not allowed."""
        return [url for url in self.requests if not url.startswith((site_url, "blob:", "data:", *self._allowed))]

    def check(self, site_url: str) -> None:
        """Raises AssertionError if the page asked another host or had an error."""
        assert not self.foreign(site_url), f"requests to other places: {self.foreign(site_url)}"
        assert not self.errors, f"errors on the page: {self.errors}"

    def clear(self) -> None:
        """Clear the log, for the next test of the same page."""
        self.requests.clear()
        self.errors.clear()
        self._allowed = ()

    def watch(self, page: Page) -> None:
        """Listen to a page, including its workers' requests."""
        page.context.on("request", self._request)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        # The browser itself logs failed requests.
        about = f"{message.text} {message.location['url']}"
        if message.type == "error" and not any(origin in about for origin in self._allowed):
            self.errors.append(message.text)

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

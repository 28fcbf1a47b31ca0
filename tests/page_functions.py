"""Lets `Page.wait_for_function` wait on pages whose Content-Security-Policy forbids to make code from text.

Playwright evaluates the function in the page again and again, which ours forbids; what `Page.evaluate` does comes from
a debugger, which may. Tests look at the site under its policy, so the context's `bypass_csp` is no way out.
"""

import time
from typing import Any

from playwright.sync_api import Error, Page
from playwright.sync_api import TimeoutError as TimedOut

_LEFT = ("Execution context was destroyed", "Cannot find context")
_EVERY = 50  # milliseconds


def _wait_for_function(page: Page, expression: str, *, arg: Any = None, timeout: float = 60_000) -> None:
    """Wait until what an expression or a function gives is true. Raises TimeoutError after so many milliseconds."""
    end = time.monotonic() + timeout / 1000
    while not _holds(page, expression, arg):
        if time.monotonic() > end:
            raise TimedOut(f"after {timeout:.0f} ms this is not true yet: {expression}")
        page.wait_for_timeout(_EVERY)


def _holds(page: Page, expression: str, arg: Any) -> bool:
    try:
        return bool(page.evaluate(expression, arg))
    except Error as error:
        # It is on its way to another page.
        if not any(text in error.message for text in _LEFT):
            raise
        return False


def install() -> None:
    """Put it in the place of Playwright's own."""
    Page.wait_for_function = _wait_for_function  # type: ignore[method-assign,assignment]

"""Lets `Page.wait_for_function` wait on pages whose Content-Security-Policy forbids evaluating text.

Playwright evaluates the function in the page repeatedly, which our policy forbids; `Page.evaluate` works through a
debugger, which is allowed. Tests check the site under its policy, so the context's `bypass_csp` isn't an option.
"""

import time
from typing import Any

from playwright.sync_api import Error, Page
from playwright.sync_api import TimeoutError as TimedOut

_LEFT = ("Execution context was destroyed", "Cannot find context")
_EVERY = 50  # milliseconds


def _wait_for_function(page: Page, expression: str, *, arg: Any = None, timeout: float = 60_000) -> None:
    """Wait until an expression or a function returns a true value. Raises TimeoutError after `timeout` milliseconds."""
    end = time.monotonic() + timeout / 1000
    while not _holds(page, expression, arg):
        if time.monotonic() > end:
            raise TimedOut(f"after {timeout:.0f} ms this is not true yet: {expression}")
        page.wait_for_timeout(_EVERY)


def _holds(page: Page, expression: str, arg: Any) -> bool:
    try:
        return bool(page.evaluate(expression, arg))
    except Error as error:
        # The page is navigating to another one.
        if not any(text in error.message for text in _LEFT):
            raise
        return False


def install() -> None:
    """Replace Playwright's own method."""
    Page.wait_for_function = _wait_for_function  # type: ignore[method-assign,assignment]

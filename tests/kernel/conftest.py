"""Fixtures of the kernel's tests."""

from collections.abc import Iterator

import pytest
from answering_browser import Browser
from kernel import conversation, gateway, host, network


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A browser that answers when the test says so."""
    browser = Browser()
    for name in ("fetch", "pull", "abort", "probe", "page", "open_socket", "send_socket", "close_socket"):
        monkeypatch.setattr(host, name, getattr(browser, name))
    gateway.install()
    yield browser
    network.outside = network.own_machine = None
    left = list(conversation.under_way)
    conversation.under_way.clear()
    assert not left

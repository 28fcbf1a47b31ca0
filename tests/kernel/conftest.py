"""Fixtures of the kernel's tests."""

from collections.abc import Iterator

import pytest
from answering_browser import Browser
from kernel import browser as bridge
from kernel.net import ports
from kernel.web import conversation, gateway


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A browser that answers when the test says so."""
    browser = Browser()
    for name in ("fetch", "pull", "abort", "probe", "page", "open_socket", "send_socket", "close_socket"):
        monkeypatch.setattr(bridge, name, getattr(browser, name))
    gateway.install()
    monkeypatch.setattr(ports, "outside", gateway.outside)
    monkeypatch.setattr(ports, "own_machine", gateway.own_machine)
    yield browser
    left = list(conversation.under_way)
    conversation.under_way.clear()
    assert not left

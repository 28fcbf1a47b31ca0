"""Fixtures of the kernel's tests."""

from collections.abc import Iterator

import pytest
from answering_browser import Browser
from kernel import browser as bridge
from kernel.base.hooks import Hook
from kernel.net import ports
from kernel.processes import signals
from kernel.threads import scheduler
from kernel.web import conversation, gateway
from suspension import Suspension


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


@pytest.fixture
def suspension(monkeypatch: pytest.MonkeyPatch) -> Iterator[Suspension]:
    """Threads that are suspended and woken, on a clock that jumps. None may be left."""
    made = Suspension()
    for name in ("suspend", "wake", "spawn", "send_signal", "take_signals"):
        monkeypatch.setattr(bridge, name, getattr(made, name))
    monkeypatch.setattr(bridge, "can_suspend", lambda: True)
    monkeypatch.setattr(bridge, "signal_taken", made.taken.append)
    monkeypatch.setattr(scheduler, "monotonic", lambda: made.now)
    monkeypatch.setattr(signals, "_handlers", dict(signals._handlers))
    monkeypatch.setattr(signals, "_blocked", set())
    monkeypatch.setattr(signals, "_pending", [])
    monkeypatch.setattr(scheduler, "deliver_signals", Hook(signals.deliver_to_waiting_main))
    yield made
    assert scheduler.alive == {scheduler.main}, "a thread still waits"

"""Questions to the machine that this process runs on, and its reports.

The machine (machine/machine.js) keeps what processes share. It answers most questions at once, so they can't be
interrupted; longer waits are for reports of a change.
"""

from collections.abc import Callable
from typing import Any

from .. import browser
from ..base.memory import uncollected
from ..threads import scheduler

_receivers: dict[str, Callable[..., None]] = {}


def ask(op: str, *arguments: object) -> Any:
    """Ask the machine what it answers at once; returns its answer.

    On the instant clock, and under an order, no other thread runs until then: on Linux this would be a system call that
    takes no time.
    """
    number = browser.ask(op, arguments, scheduler.current.ident, at_once=True)
    while not browser.answered(number):
        scheduler.await_answer()
    return browser.take_answer(number)


def request(op: str, *arguments: object) -> Any:
    """Ask the machine for what may take long; returns its answer. Other threads run until it arrives."""
    number = browser.ask(op, arguments, scheduler.current.ident, at_once=False)
    while not browser.answered(number):
        scheduler.park(interruptible=False)
    return browser.take_answer(number)


def tell(op: str, *arguments: object) -> None:
    """Send the machine a message that needs no answer."""
    browser.tell(op, arguments)


def order(op: str, *arguments: object) -> Any:
    """Request an action; returns the answer, or True if it can't wait for one, as in a finalizer."""
    if browser.can_suspend():
        return ask(op, *arguments)
    tell(op, *arguments)
    return True


def on(kind: str, receiver: Callable[..., None]) -> None:
    """Register the receiver of a kind of message; it gets their entries as arguments."""
    _receivers[kind] = receiver


def receive(kind: str, message: dict[str, Any]) -> None:
    """Handle a message from the machine. Called while all threads are suspended, so no finalizer may run here."""
    with uncollected():
        _receivers[kind](**message)

"""Questions to the machine that this process runs on, and what it tells unasked.

The machine (machine/machine.js) keeps what processes share. It answers at once, so a question can't be interrupted;
whoever has to wait for something waits for the machine to tell of a change.
"""

from collections.abc import Callable
from typing import Any

from .. import browser
from ..base.memory import uncollected
from ..threads import scheduler

_receivers: dict[str, Callable[..., None]] = {}


def ask(op: str, *arguments: object) -> Any:
    """The machine's answer. Other threads may run until it is there."""
    number = browser.ask(op, arguments, scheduler.current.ident)
    while not browser.answered(number):
        scheduler.park(interruptible=False)
    return browser.take_answer(number)


def tell(op: str, *arguments: object) -> None:
    """Tell the machine something that needs no answer."""
    browser.tell(op, arguments)


def order(op: str, *arguments: object) -> Any:
    """Ask for something to be done; the answer, or True where it can't be waited for, as in a finalizer."""
    if browser.can_suspend():
        return ask(op, *arguments)
    tell(op, *arguments)
    return True


def on(kind: str, receiver: Callable[..., None]) -> None:
    """Let `receiver` hear messages of a kind, with their entries as arguments."""
    _receivers[kind] = receiver


def receive(kind: str, message: dict[str, Any]) -> None:
    """A message of the machine's has come. It comes while all threads are suspended: no finalizer may run here."""
    with uncollected():
        _receivers[kind](**message)

"""Runs a child process of a searched program: repeatable, and with points at which other processes can overtake it.

Its threads run in the order in which they become ready. The first process chooses which process goes on (see
machine/turns.js).
"""

import os

from .. import browser
from ..recording import numbering
from ..threads import scheduler
from .order import Order
from .points import Points


def begin() -> None:
    """Prepare this process. It is killed if it takes too many steps."""
    numbering.begin()
    directory = os.path.join(browser.directory("."), "")
    Points(lambda code: code.co_filename.startswith(directory)).start()
    scheduler.schedule_by(
        Order(lambda kind, options, me: 0, lambda taken: False, lambda reason: browser.end_process(-9))
    )

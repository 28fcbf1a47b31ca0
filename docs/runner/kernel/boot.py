"""Puts the kernel below the standard library.

`sitecustomize` calls `install` while the interpreter starts, before anything has imported `threading`, `socket`,
`selectors` or `asyncio`: so these bind the kernel's modules, and nothing has to be re-pointed afterwards.
"""

import select as native_select
import sys
import time
from types import ModuleType

from . import clock, polling, signals, socket_module, thread


def install() -> None:
    """Take the names of the modules that the kernel stands in for."""
    sys.modules["_thread"] = thread.make()
    sys.modules["_socket"] = socket_module.make()
    sys.modules["select"] = polling.make(native_select)
    # The C queue blocks on a C lock, which would stop all threads; None makes `queue` take its own Python one.
    sys.modules["_queue"] = None  # type: ignore[assignment]
    time.sleep = clock.sleep  # type: ignore[assignment]  # its parameter has no name on purpose
    signals.install()
    # Pyodide's own event loop would replace asyncio.run and time.sleep. Nothing here needs it.
    webloop = ModuleType("pyodide.webloop")
    webloop._initialize_event_loop = lambda: None  # type: ignore[attr-defined]
    sys.modules["pyodide.webloop"] = webloop

"""Records what the tasks, callbacks and threads of an unmodified asyncio program do, as JSON lines.

`schema.json` beside this file describes the format. Nothing of asyncio is patched: `sys.monitoring` (PEP 669) reports
when its functions start and return, and attributes of its tasks say the rest.
"""

import atexit
import os

from .recorder import Recorder

__all__ = ["Recorder", "record_to"]


def record_to(output: str, program: str) -> None:
    """Record this process from now on, and write the trace when it ends.

    Args:
        output: the path of the trace.
        program: the path of the program's main file.

    A child made by `os.fork()` records nothing. A process that ends by a signal or by `os._exit()` writes nothing.
    """
    from .blocking import Blocking  # not in the tab, where the kernel has taken the place of locks

    recorder = Recorder(program)
    recorder.output.listen()
    Blocking(recorder)

    def finish() -> None:
        recorder.stop()
        with open(output, "w", encoding="utf-8") as file:
            file.writelines(recorder.lines())

    def forget() -> None:
        recorder.monitor.stop()
        recorder.output.stop()
        atexit.unregister(finish)

    # Registered first, it runs last.
    atexit.register(finish)
    os.register_at_fork(after_in_child=forget)
    recorder.start()

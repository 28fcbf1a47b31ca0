"""Programs that take liberties during a search: whatever one does, the next run is as the first, and the page alive."""

from exploring import explore
from page_log import Log
from playwright.sync_api import Page

# Each prints the same in every run if it finds the interpreter and the files as the first run did.
PROGRAMS = {
    "the page's own objects": """\
import js, pyodide_js
from pyodide.ffi import to_js
print(js.Math.max(1, 2), to_js([1]).length)
""",
    "an interrupt buffer": """\
import pyodide_js
pyodide_js.setInterruptBuffer(None)
print(pyodide_js.version)
""",
    "built-in functions": """\
import builtins
print(len("x"))
del builtins.len
builtins.print = None
""",
    "modules": """\
import sys
print(len(sys.modules) > 50)
sys.modules.clear()
""",
    "tools of sys.monitoring": """\
import sys
sys.monitoring.use_tool_id(0, "x")
sys.settrace(lambda *_: None)
print(1)
""",
    "the collector": """\
import gc
print(gc.isenabled())
gc.freeze()
gc.disable()
gc.unfreeze()
""",
    "exit in a thread": """\
import sys, threading
thread = threading.Thread(target=sys.exit)
thread.start()
thread.join()
print(1)
""",
    "threads that are left": """\
import threading, time
print(threading.active_count())
for _ in range(5):
    threading.Thread(target=time.sleep, args=(1e9,), daemon=True).start()
""",
    "exit handlers": """\
import atexit
atexit.register(lambda: atexit.register(print, "late"))
atexit.register(print, "bye")
""",
    "signals": """\
import os, signal
print(signal.getsignal(2))
signal.signal(2, lambda *_: print("heard"))
signal.signal(15, signal.SIG_IGN)
os.kill(os.getpid(), 2)
signal.alarm(5)
""",
    "descriptors": """\
import os
print(1, flush=True)
os.closerange(3, 30)
""",
    "directories without permissions": """\
import os
print(os.listdir("/tmp"))
os.makedirs("/tmp/a/b/c")
open("/tmp/a/b/c/d", "w").close()
os.chmod("/tmp/a/b", 0)
os.symlink("/nowhere", "/tmp/link")
os.mkfifo("/tmp/pipe")
""",
    "its own directory": """\
import os, shutil
print(os.path.isdir("/home/reader"))
shutil.rmtree("/home/reader", ignore_errors=True)
""",
    "its own file": """\
import os, shutil
print(os.path.isfile(__file__), os.stat(__file__).st_mode)
os.remove(__file__)
os.mkdir(__file__)
shutil.rmtree("/tmp", ignore_errors=True)
""",
}


def test_whatever_a_program_does_the_next_run_is_as_the_first(warm_playground: Page) -> None:
    """Nothing of it is left, and nothing is missing."""
    for name, source in PROGRAMS.items():
        ended = explore(warm_playground, source, mode="try", runs=3)
        assert (ended["reason"], ended["counts"]) == ("all", [3]), (name, ended)


def test_a_crash_ends_the_search_only(warm_playground: Page, log: Log) -> None:
    """It is told apart from a stop; the next search has an interpreter."""
    ended = explore(warm_playground, "import ctypes\nctypes.string_at(0xFFFFFFF0)\n", mode="try", runs=3)
    assert ended["reason"] == "crashed"
    assert "The interpreter failed: memory access out of bounds" in ended["printed"]
    log.errors.clear()  # Pyodide's own report
    assert explore(warm_playground, "print(1)\n", mode="try", runs=3)["counts"] == [3]

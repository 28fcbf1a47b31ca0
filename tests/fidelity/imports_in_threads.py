"""Imports in several threads: waiting for a module, circular ones, errors, and attributes that are imported lazily"""

import importlib
import os
import shutil
import sys
import tempfile
import threading
import time

directory = tempfile.mkdtemp()
sys.path.insert(0, directory)
os.mkdir(os.path.join(directory, "package"))
MODULES = {
    "slow": "import time\nbefore = 1\ntime.sleep(0.1)\nafter = 2\nprint('slow has run')",
    "first": "import threading\nx = 'first'\nmeeting.wait()\nimport second",
    "second": "import threading\nx = 'second'\nmeeting.wait()\nimport first",
    "failing": "print('failing runs')\nraise RuntimeError('this import fails')",
    "half": "value = 1\nimport other_half",
    "other_half": "from half import missing",
    "package/__init__": """
import importlib, time

def __getattr__(name):
    if name == "lazy":
        return importlib.import_module(".lazy", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
""",
    "package/lazy": "import time\ntime.sleep(0.05)\nvalue = 'lazy value'\nprint('lazy has run')",
}
for name, source in MODULES.items():
    with open(os.path.join(directory, name + ".py"), "w") as file:
        file.write(source)
importlib.invalidate_caches()


def together(*functions):
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}".replace(directory, "…")


# One thread runs a module, the others wait until it is complete.
seen = []
together(*[lambda: seen.append((importlib.import_module("slow").after, sys.modules["slow"].before))] * 5)
print(seen)
seen.clear()


def from_import():
    from slow import after

    seen.append(after)


del sys.modules["slow"]
together(*[from_import] * 3)
print(seen)

# Each of two threads runs one of two modules that import each other: no deadlock, and one sees an incomplete module.
import builtins  # noqa: E402

builtins.meeting = threading.Barrier(2)
seen.clear()
together(
    lambda: seen.append(importlib.import_module("first").x),
    lambda: seen.append(importlib.import_module("second").x),
)
print(sorted(seen), sys.modules["first"].second.x, sys.modules["second"].first.x)

# Each thread that imports a failing module gets its error.
for count in (1, 3):
    seen.clear()
    together(*[lambda: seen.append(attempt(importlib.import_module, "failing"))] * count)
    print(sorted(seen), "failing" in sys.modules)
print(attempt(importlib.import_module, "half"), "half" in sys.modules, "other_half" in sys.modules)
print(attempt(importlib.import_module, "no_such_module"))

# A thread that is in an import starts another one, which imports something else, or waits for the same.
with open(os.path.join(directory, "starter.py"), "w") as file:
    file.write("""
import threading, sys

def run():
    import package
    found.append(package.__name__)
    import starter
    found.append(hasattr(starter, "end"))

found = []
thread = threading.Thread(target=run)
thread.start()
thread.join(0.1)
print(found, thread.is_alive())
end = True
""")
importlib.invalidate_caches()
import starter  # noqa: E402

starter.thread.join()
print(starter.found)

# Attributes imported when they are first asked for
import package  # noqa: E402

seen.clear()
together(*[lambda: seen.append(package.lazy.value)] * 4)
print(seen, attempt(getattr, package, "nothing"))

# The library's own lazy imports
for name in ("concurrent.futures", "concurrent.futures.thread"):
    sys.modules.pop(name, None)
seen.clear()


def lazily():
    import concurrent.futures

    time.sleep(0)
    seen.append(concurrent.futures.ThreadPoolExecutor.__name__)


together(*[lazily] * 4)
print(seen)
sys.path.remove(directory)
shutil.rmtree(directory)

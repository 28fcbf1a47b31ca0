"""What each program of `programs/` begins with: it collects evidence that names work, and prints it as JSON.

Evidence of a name is what a small function returns that uses it and looks at the effect: `chmod` and then `stat`. It
has to be the same on every Linux. This file and a program are joined into one source, so that the tab can run it.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any

_evidence: dict[str, Callable[[], object]] = {}


def proves(*names: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Mark a function as evidence of names: `module.name`."""

    def note(function: Callable[[], object]) -> Callable[[], object]:
        _evidence.update(dict.fromkeys(names, function))
        return function

    return note


def raised(function: Callable[..., object], *args: Any, **options: Any) -> str:
    """The name of the exception that a call raises, with that of its error number; "nothing" if it raises none."""
    import errno

    try:
        function(*args, **options)
    except OSError as error:
        return f"{type(error).__name__} {errno.errorcode.get(error.errno or 0, error.errno)}"
    except Exception as error:
        return type(error).__name__
    return "nothing"


def child(code: str, *args: str, **options: Any) -> list[object]:
    """Run Python code in a process of its own: its exit status, and what it printed."""
    command = [sys.executable, "-c", code, *args]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    last = done.stderr.strip().rpartition("\n")[2]
    if done.returncode == 1 and "Error" in last:
        raise RuntimeError(last)
    return [done.returncode, done.stdout.strip()]


def write(name: str, data: bytes = b"0123456789") -> str:
    """A file in the current directory."""
    with open(name, "wb") as file:
        file.write(data)
    return name


def _examine(function: Callable[[], object]) -> tuple[str, str]:
    with tempfile.TemporaryDirectory() as directory:
        home = os.getcwd()
        os.chdir(directory)
        try:
            return "gave", json.dumps(function(), default=repr)
        except AssertionError:
            raise
        except Exception as error:
            text = f"{type(error).__name__}: {error}".replace(directory, "DIRECTORY")
            return "raised", text.removeprefix("RuntimeError: ") if isinstance(error, RuntimeError) else text
        finally:
            os.chdir(home)


def report() -> None:
    """Print the evidence of each name."""
    results: dict[Callable[[], object], tuple[str, str]] = {}
    for name, function in _evidence.items():
        if function not in results:
            with contextlib.redirect_stderr(sys.stdout):
                results[function] = _examine(function)
        print(json.dumps([name, *results[function]]), flush=True)

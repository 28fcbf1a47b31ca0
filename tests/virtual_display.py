"""A display that nobody sees, for programs that open windows."""

import contextlib
import importlib.util
import os
import select
import shutil
import subprocess
from collections.abc import Iterator


def has_display() -> bool:
    """Whether this machine can run such a program: the running Python has tkinter, and Xvfb is installed."""
    return importlib.util.find_spec("_tkinter") is not None and shutil.which("Xvfb") is not None


@contextlib.contextmanager
def virtual_display() -> Iterator[None]:
    """Start an X server without a screen, and name it in DISPLAY. Raises TimeoutError if it isn't up after 20 s."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "640x480x24", "-nolisten", "tcp"]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, pass_fds=[writer], stdin=quiet, stdout=quiet, stderr=quiet)
    before = os.environ.get("DISPLAY")
    try:
        os.close(writer)
        # It chooses a number that is free, and writes it when clients may connect.
        ready, _, _ = select.select([reader], [], [], 20)
        number = os.read(reader, 16).decode().strip() if ready else ""
        if not number:
            raise TimeoutError("Xvfb hasn't started within 20 s")
        os.environ["DISPLAY"] = f":{number}"
        yield
    finally:
        os.close(reader)
        os.environ.pop("DISPLAY", None)
        if before is not None:
            os.environ["DISPLAY"] = before
        server.terminate()
        server.wait()

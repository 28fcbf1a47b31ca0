"""Runs programs on CPython and records what they print, in time order."""

import codecs
import contextlib
import functools
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from interleave_site import wheels
from interleave_site.snippet import TAB_PYTHON, Snippet

Chunks = list[tuple[str, str]]
# What is no concern of a program's. Its children buffer what they print, as they do for a reader. And where a service
# runs the tests, pytest and Hypothesis, which programs call, would say more than at a reader's terminal.
_OF_THE_TESTS = {"PYTHONUNBUFFERED", "CI", "GITHUB_ACTIONS"}
TIME_LIMIT = 30  # seconds for one program


class _Recorder(io.TextIOBase):
    """A text stream that records the written text together with the stream's name."""

    def __init__(self, name: str, chunks: Chunks) -> None:
        self._name = name
        self._chunks = chunks

    def write(self, text: str) -> int:
        self._chunks.append((self._name, text))
        return len(text)

    def writable(self) -> bool:
        return True


def heed_interrupts() -> None:
    """Make Ctrl+C reach this process and its children, even if a shell has started it in the background.

    Such a process ignores the signal, and its children inherit that. So it is with SIGHUP where nohup has started it:
    this process goes on ignoring that one, by a handler, which children don't inherit.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda signum, frame: None)


@contextlib.contextmanager
def recorded() -> Iterator[Chunks]:
    """Record what this process prints through sys.stdout and sys.stderr."""
    chunks: Chunks = []
    with (
        contextlib.redirect_stdout(_Recorder("stdout", chunks)),
        contextlib.redirect_stderr(_Recorder("stderr", chunks)),
    ):
        yield chunks


def as_shell(returncode: int) -> int:
    """An exit code as a shell shows it: 128 and the signal's number for a process that a signal ended."""
    return 128 - returncode if returncode < 0 else returncode


def run_process(command: list[str], cwd: Path) -> tuple[Chunks, int]:
    """Run a command; returns the output of it and its children, and its exit code as a shell shows it.

    Both streams are datagram sockets connected to one receiver, each from its own address, so that the order is kept
    across all processes. Raises TimeoutError after TIME_LIMIT.
    """
    with tempfile.TemporaryDirectory() as directory:
        receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        receiver.bind(f"{directory}/all")
        streams = {}
        for name in ("stdout", "stderr"):
            streams[name] = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            streams[name].bind(f"{directory}/{name}")
            streams[name].connect(f"{directory}/all")
        received: list[tuple[str, bytes]] = []

        def receive() -> None:
            while True:
                data, address = receiver.recvfrom(1 << 20)
                name = str(address).rpartition("/")[2]
                if name == "end":
                    return
                received.append((name, data))

        reader = threading.Thread(target=receive)
        reader.start()
        try:
            process = subprocess.run(
                command,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=streams["stdout"].fileno(),
                stderr=streams["stderr"].fileno(),
                timeout=TIME_LIMIT,
                check=False,
                # Its own session: a program that signals its group doesn't reach the tests, and its session has a
                # number also where the leader of ours lies outside a container.
                start_new_session=True,
                env={name: value for name, value in os.environ.items() if name not in _OF_THE_TESTS}
                | {"PYTHONDONTWRITEBYTECODE": "1"},
            )
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(f"it ran for more than {TIME_LIMIT} s") from error
        finally:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as last:
                last.bind(f"{directory}/end")
                last.sendto(b"", f"{directory}/all")
            reader.join()
            for sock in (receiver, *streams.values()):
                sock.close()
    # A write may end within a character; a terminal shows what is no character, or the half of one, as U+FFFD.
    decoders = {name: codecs.getincrementaldecoder("utf-8")("replace") for name in streams}
    chunks = [(name, decoders[name].decode(data)) for name, data in received]
    chunks += [(name, text) for name, decoder in decoders.items() if (text := decoder.decode(b"", final=True))]
    return chunks, as_shell(process.returncode)


@functools.cache
def interpreters(free_threaded: bool = False) -> dict[tuple[int, int], Path]:
    """The CPythons of this machine by version: the running one, those on PATH, those of pyenv."""
    found = {} if free_threaded else {sys.version_info[:2]: Path(sys.executable)}
    name = re.compile(r"python3\.(\d+)" + "t" * free_threaded)
    # Not pyenv's shims, which exist for versions that aren't switched on, and are slow: each asks what is meant.
    roots = [Path(directory) for directory in os.environ.get("PATH", "").split(os.pathsep) if directory]
    roots = [root for root in roots if root.name != "shims"]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    roots += sorted(pyenv.glob("3.*/bin"))
    for root in roots:
        for path in sorted(root.glob("python3.*")):
            match = name.fullmatch(path.name)
            if not match or (3, int(match[1])) in found or not shutil.which(path):
                continue
            if subprocess.run([path, "-c", "pass"], capture_output=True, check=False).returncode == 0:
                found[3, int(match[1])] = path
    return found


def of_the_tab(program: Path) -> Path:
    """The tab's version of CPython if the machine has it; for a program with packages, the running one."""
    running = Path(sys.executable)
    return running if wheels.needed(Snippet(program)) else interpreters().get(TAB_PYTHON, running)

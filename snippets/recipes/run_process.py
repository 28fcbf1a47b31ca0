"""Run a command from asyncio: limited time, limited output, and no process left behind"""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class OutputLimitExceeded(subprocess.SubprocessError):
    """A command has written more than `max_output` bytes.

    Attributes:
        stdout: The part of its standard output that was kept.
        stderr: The part of its standard error that was kept.
    """

    def __init__(self, cmd: list[str | os.PathLike[str]], limit: int, stdout: bytes, stderr: bytes) -> None:
        super().__init__(f"command {cmd} wrote more than {limit} bytes")
        self.stdout = stdout
        self.stderr = stderr


async def run_process(
    cmd: Sequence[str | os.PathLike[str]],
    timeout: float | None = None,  # noqa: ASYNC109 - named as in subprocess.run
    max_output: int = 1 << 20,
    *,
    input: bytes = b"",  # noqa: A002 - these, too, are named as in subprocess.run
    cwd: str | os.PathLike[str] | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a command, give it its input, and collect what it writes. For Unix.

    The command leads a process group of its own. When this returns or raises, the command has ended, its exit code is
    collected, the pipes are closed, and every process left in its group has been killed with SIGKILL.

    If the caller is cancelled, CancelledError is raised when all this is done, however often the caller is cancelled
    meanwhile. A process that moves to another group escapes; while it has the pipes open, this keeps reading, until
    the timeout.

    Args:
        cmd: The program and its arguments. No shell interprets them.
        timeout: The seconds for which it may run; None for no limit.
        max_output: The number of bytes that it may write, to standard output and error together; at least 0.
        input: The data for its standard input. It need not read all of it.
        cwd: The directory in which it runs; the caller's if left out.
        env: All its environment variables; the caller's if left out.

    Returns:
        The exit code, which is the negated signal number if a signal ended the command, and all its output. Call
        `check_returncode` to raise if the code isn't 0.

    Raises:
        subprocess.TimeoutExpired: If it took too long. `stdout` and `stderr` have the output until then.
        OutputLimitExceeded: If it wrote more than `max_output` bytes. The first `max_output` bytes are in there.
        OSError: If it can't be started: FileNotFoundError, for instance.
        ValueError: If `cmd` is empty or `max_output` too small.
    """
    if max_output < 0:
        raise ValueError("max_output must be at least 0")
    program, *arguments = cmd
    loop = asyncio.get_running_loop()
    child = _Child(max_output)
    limit = asyncio.timeout(timeout)
    try:
        async with limit:
            try:
                # Cancelling a start kills the child but not its group, so its task is never cancelled.
                start = loop.subprocess_exec(
                    lambda: child,
                    program,
                    *arguments,
                    stdin=subprocess.PIPE if input else subprocess.DEVNULL,
                    start_new_session=True,
                    cwd=cwd,
                    env=env,
                )
                await _in_any_case(loop.create_task(start))
                child.feed(input)
                await asyncio.wait([child.gone])
            finally:
                if child.transport is not None:
                    child.end()
                    await _in_any_case(child.gone)
    except TimeoutError:
        if timeout is None or not limit.expired():
            raise
        raise subprocess.TimeoutExpired(list(cmd), timeout, child.written(1), child.written(2)) from None
    if child.wrote_too_much:
        raise OutputLimitExceeded(list(cmd), max_output, child.written(1), child.written(2))
    assert child.transport is not None
    code = child.transport.get_returncode()
    assert code is not None
    return subprocess.CompletedProcess(list(cmd), code, child.written(1), child.written(2))


class _Child(asyncio.SubprocessProtocol):
    """Collects the output of a process. `gone` is done when the process has ended and its pipes are closed."""

    def __init__(self, max_output: int) -> None:
        self.transport: asyncio.SubprocessTransport | None = None
        self.gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.wrote_too_much = False
        self._output = {1: bytearray(), 2: bytearray()}
        self._room = max_output
        self._ending = False

    def written(self, fd: int) -> bytes:
        return bytes(self._output[fd])

    def feed(self, data: bytes) -> None:
        """Write the input, as fast as the process reads it, then close its standard input."""
        assert self.transport is not None
        pipe = self.transport.get_pipe_transport(0)
        if pipe is not None:
            assert isinstance(pipe, asyncio.WriteTransport)
            pipe.write(data)
            pipe.write_eof()

    def end(self) -> None:
        """Kill the group, unless that is done, and close the pipes when the process has ended."""
        assert self.transport is not None
        self._ending = True
        if self.transport.get_returncode() is None:
            self._kill_group()
        else:
            self.transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.SubprocessTransport)
        self.transport = transport

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        kept = data[: self._room]
        self._output[fd] += kept
        self._room -= len(kept)
        if len(kept) < len(data) and not self.wrote_too_much:
            self.wrote_too_much = True
            self.end()

    def process_exited(self) -> None:
        # Processes left behind would keep the pipes open. While one is left, no other group can have this number. If
        # none is left, that is very unlikely: the system goes through all numbers before it reuses one.
        self._kill_group()
        if self._ending:
            assert self.transport is not None
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.gone.set_result(None)

    def _kill_group(self) -> None:
        assert self.transport is not None
        # macOS raises PermissionError for a group in which only zombies are left.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.transport.get_pid(), signal.SIGKILL)


async def _in_any_case(future: asyncio.Future[T]) -> T:
    """Wait for a future, even if the caller is cancelled, and raise the cancellation when the future is done."""
    cancelled: asyncio.CancelledError | None = None
    while not future.done():
        try:
            await asyncio.wait([future])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return future.result()
    if not future.cancelled():
        future.exception()  # or asyncio would log that it was never retrieved
    raise cancelled

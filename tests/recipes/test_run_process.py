"""What running a process promises, with real processes."""

import asyncio
import functools
import itertools
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from cancelling import Cancellation
from every_step import assert_alone
from run_process import OutputLimitExceeded, run_process

PYTHON = [sys.executable, "-I", "-S", "-c"]
# A process that starts another one in its group. Both hold the pipes and the file of the argument open.
FAMILY = """
import os, sys, time
held = os.open(sys.argv[1], os.O_WRONLY)
if os.fork():
    os.write(1, b"out")
    os.write(2, b"err")
    os.write(held, b"ready")
    if sys.argv[2] == "leave":
        os._exit(3)
time.sleep(3600)
"""


class Family:
    """A command, and a pipe that tells whether one of its processes lives."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        self.command = [*PYTHON, FAMILY, str(path)]

    async def ready(self) -> None:
        """Wait until both processes run."""
        ready = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self.pipe, ready.set)
        try:
            await ready.wait()
        finally:
            loop.remove_reader(self.pipe)
        assert os.read(self.pipe, 100) == b"ready"

    def assert_gone(self) -> None:
        """The pipe ends when nobody has it open. The kernel takes a moment to end what it has killed.

        The first process opens it before it starts the other one, and is known to be gone.
        """
        while True:
            try:
                if not os.read(self.pipe, 100):
                    break
            except BlockingIOError:
                assert select.select([self.pipe], [], [], 10)[0], "a process lives on"


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    """A family of processes."""
    family = Family(tmp_path / "held")
    yield family
    os.close(family.pipe)


def _run(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run it, and look for what it has left: tasks, children, zombies, open files."""

    async def checked() -> None:
        files = len(os.listdir("/dev/fd"))
        await main()
        assert_alone()
        assert len(os.listdir("/dev/fd")) == files

    asyncio.run(checked())
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_what_it_wrote_and_its_exit_code() -> None:
    """Both streams apart, a code that is not 0, and no input to wait for."""
    source = "import sys; print('out', sys.stdin.read()); print('err', file=sys.stderr); sys.exit(7)"

    async def main() -> None:
        result = await run_process([*PYTHON, source], timeout=60)
        assert (result.returncode, result.stdout, result.stderr) == (7, b"out \n", b"err\n")
        with pytest.raises(subprocess.CalledProcessError):
            result.check_returncode()

    _run(main)


def test_what_it_leaves_behind_is_killed(family: Family) -> None:
    """And doesn't keep the caller waiting, though it has the pipes open."""

    async def main() -> None:
        result = await run_process([*family.command, "leave"])
        assert (result.returncode, result.stdout, result.stderr) == (3, b"out", b"err")

    _run(main)
    family.assert_gone()


def test_what_takes_too_long_is_killed_with_its_children(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came until then is in the exception."""

    async def main() -> None:
        task = asyncio.create_task(run_process([*family.command, "stay"], timeout=3600))
        await family.ready()
        for _ in range(3):
            await asyncio.sleep(0)  # what can be read is read
        assert not task.done()
        # An hour goes by at once.
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: time.monotonic() + 3600)
        with pytest.raises(subprocess.TimeoutExpired) as caught:
            await task
        assert (caught.value.timeout, caught.value.stdout, caught.value.stderr) == (3600, b"out", b"err")

    _run(main)
    family.assert_gone()


def test_a_timeout_that_is_over_at_once() -> None:
    """In the middle of the start."""

    async def main() -> None:
        with pytest.raises(subprocess.TimeoutExpired):
            await run_process([*PYTHON, "import time; time.sleep(3600)"], timeout=0)

    _run(main)


@pytest.mark.parametrize("fd", [1, 2])
def test_what_writes_too_much_is_killed(fd: int) -> None:
    """What it may write is in the exception."""

    async def main() -> None:
        with pytest.raises(OutputLimitExceeded, match="more than 100000 bytes") as caught:
            await run_process([*PYTHON, f"import os\nwhile True: os.write({fd}, b'x' * 999)"], max_output=100_000)
        assert (len(caught.value.stdout), len(caught.value.stderr)) == ((100_000, 0) if fd == 1 else (0, 100_000))

    _run(main)


def test_the_limit_is_for_both_streams_and_may_be_reached() -> None:
    """One byte more is too much."""
    command = [*PYTHON, "import os; os.write(1, b'123'); os.write(2, b'45')"]

    async def main() -> None:
        result = await run_process(command, max_output=5)
        assert (result.stdout, result.stderr) == (b"123", b"45")
        with pytest.raises(OutputLimitExceeded) as caught:
            await run_process(command, max_output=4)
        assert len(caught.value.stdout) + len(caught.value.stderr) == 4

    _run(main)


@pytest.mark.parametrize("late", [False, True])
def test_cancelled_at_every_await(late: bool, tmp_path: Path) -> None:
    """While it starts, runs or ends: nothing is left."""

    async def scenario(cancellation: Cancellation, family: Family) -> None:
        # It ends by itself, as the run that is cancelled at none of its awaits has to end as well.
        task = cancellation.start(run_process([*family.command, "leave"]))
        await asyncio.wait([task])
        assert task.cancelled() == cancellation.reached
        assert task.cancelled() or task.result().returncode == 3

    for step in itertools.count(1):
        cancellation, family = Cancellation(step, late), Family(tmp_path / str(step))
        _run(functools.partial(scenario, cancellation, family))
        family.assert_gone()
        os.close(family.pipe)
        if not cancellation.reached:
            break
    assert step > 2


@pytest.mark.parametrize("again", [0, 1, 2])
def test_cancelled_while_it_runs_and_while_it_ends(again: int, family: Family) -> None:
    """However often: the processes are gone before the caller goes on."""

    async def main() -> None:
        task = asyncio.create_task(run_process([*family.command, "stay"]))
        await family.ready()
        for _ in range(again):
            task.cancel()
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    _run(main)
    family.assert_gone()


@pytest.mark.parametrize("step", range(2, 6))
def test_cancelled_while_it_starts_though_its_children_run(step: int, family: Family) -> None:
    """The loop is slow, the processes are quick: they are there before the start has been awaited."""

    async def main() -> None:
        task = asyncio.create_task(run_process([*family.command, "stay"]))
        for _ in range(step):
            await asyncio.sleep(0)
        assert select.select([family.pipe], [], [], 10)[0]
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    _run(main)
    family.assert_gone()


def test_many_at_once_some_of_them_cancelled() -> None:
    """Each one has its own output."""

    async def main() -> None:
        tasks = [asyncio.create_task(run_process([*PYTHON, f"print({number})"])) for number in range(8)]
        for number, task in enumerate(tasks):
            await asyncio.sleep(0)
            if number % 3 == 0:
                task.cancel()
        await asyncio.wait(tasks)
        assert [task.cancelled() for task in tasks] == [number % 3 == 0 for number in range(8)]
        assert [int(task.result().stdout) for task in tasks if not task.cancelled()] == [1, 2, 4, 5, 7]

    _run(main)


def test_what_cannot_be_started() -> None:
    """A missing program raises, also if the caller is cancelled; and arguments without sense are refused."""

    async def main() -> None:
        with pytest.raises(FileNotFoundError):
            await run_process(["/there/is/no/such/program"])
        task = asyncio.create_task(run_process(["/there/is/no/such/program"]))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        with pytest.raises(ValueError, match="max_output"):
            await run_process(PYTHON, max_output=-1)
        with pytest.raises(ValueError, match="not enough values"):
            await run_process([])

    _run(main)


def test_input_directory_and_environment(tmp_path: Path) -> None:
    """As subprocess.run has them; more input than a pipe holds, and a program that doesn't read it."""
    (tmp_path / "here").touch()
    program = "import os, sys; print(os.listdir(), os.environ.get('WHO'), len(sys.stdin.read()))"
    data = b"x" * 1_000_000

    async def main() -> None:
        result = await run_process(
            [sys.executable, "-c", program], input=data, cwd=tmp_path, env=os.environ | {"WHO": "reader"}
        )
        assert result.stdout.decode().split() == ["['here']", "reader", "1000000"]
        deaf = await run_process([sys.executable, "-c", "pass"], input=data)
        assert deaf.returncode == 0
        empty = await run_process([sys.executable, "-c", "import sys; print(sys.stdin.read() == '')"])
        assert empty.stdout.split() == [b"True"]

    asyncio.run(main())

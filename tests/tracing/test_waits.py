"""What a task waits for is named, with the line of the program and what holds it."""

import functools
from pathlib import Path
from typing import Any

import pytest
from tracing.programs import PYTHONS, Event, number, record, waits

# A task waits at the line with the comment; what its wait has to say.
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "sleep": ("await asyncio.sleep(0.01)  # here", {"on": "sleep", "seconds": 0.01, "call": "sleep"}),
    "lock": ("""
        async with lock:  # here
            pass
    """, {"on": "lock", "owner": "helper"}),
    "semaphore": ("await semaphore.acquire()  # here", {"on": "semaphore", "call": "Semaphore.acquire"}),
    "condition": ("""
        async with condition:
            await condition.wait_for(lambda: flag)  # here
    """, {"on": "condition", "call": "Condition.wait_for"}),
    "event": ("await event.wait()  # here", {"on": "event"}),
    "barrier": ("await barrier.wait()  # here", {"on": "barrier", "waiting": 1, "parties": 2}),
    "get": ("await queue.get()  # here", {"on": "queue", "size": 0, "maxsize": 1, "call": "Queue.get"}),
    "put": ("""
        full.put_nowait(1)
        await full.put(2)  # here
    """, {"on": "queue", "size": 1, "call": "Queue.put"}),
    "join": ("await full.join()  # here", {"on": "queue", "call": "Queue.join"}),
    "future": ("await future  # here", {"on": "future"}),
    "task": ("await helper  # here", {"on": "task", "tasks": ["helper"]}),
    "gather": ("await asyncio.gather(helper, future)  # here", {"on": "gather", "tasks": ["helper"], "futures": 1}),
    "wait": ("await asyncio.wait([helper])  # here", {"on": "wait", "tasks": ["helper"], "call": "wait"}),
    "as_completed": ("""
        for first in asyncio.as_completed([helper]):
            await first  # here
    """, {"on": "wait", "tasks": ["helper"]}),
    "task_group": ("""
        async with asyncio.TaskGroup() as group:  # here
            group.create_task(asyncio.sleep(0.01), name="member")
    """, {"on": "task_group", "tasks": ["member"]}),
    "shield": ("await asyncio.shield(helper)  # here", {"on": "shield", "tasks": ["helper"]}),
    "wait_for": ("await asyncio.wait_for(queue.get(), 5)  # here", {"on": "queue", "call": "wait_for"}),
    "to_thread": ("await asyncio.to_thread(nap)  # here", {"on": "work", "function": "nap"}),
    "executor": (
        "await asyncio.get_running_loop().run_in_executor(None, nap)  # here",
        {"on": "work", "function": "nap"},
    ),
    "stream": ("await reader.readline()  # here", {"on": "socket", "call": "StreamReader.readline"}),
    "sock_recv": ("await asyncio.get_running_loop().sock_recv(raw, 10)  # here", {"on": "socket"}),
    "sock_accept": ("await asyncio.get_running_loop().sock_accept(listening)  # here", {"on": "socket"}),
    "child": ("""
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", "input()", stdin=asyncio.subprocess.PIPE)
        asyncio.get_running_loop().call_soon(child.stdin.write, b"end\\n")  # it lasts until the task waits for it
        await child.wait()  # here
    """, {"on": "process", "call": "Process.wait"}),
    "communicate": ("""
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", "", stdout=asyncio.subprocess.PIPE)
        await child.communicate()  # here
    """, {"on": "process", "call": "Process.communicate"}),
    "server": ("""
        writer.close()
        await server.serve_forever()  # here
    """, {"on": "server"}),
    "async generator": ("""
        async def numbers():
            await asyncio.sleep(0.01)  # here
            yield 1
        async for _ in numbers():
            pass
    """, {"on": "sleep", "seconds": 0.01}),
    "anext": ("""
        async def numbers():
            await event.wait()  # here
            yield 1
        await anext(numbers(), None)
    """, {"on": "event"}),
    "awaitable": ("""
        class Own:
            def __await__(self):
                return (yield from future)  # here
        await Own()
    """, {"on": "future"}),
    "deep": ("""
        async def down(depth):
            await (down(depth - 1) if depth else asyncio.sleep(0.01))  # here
        await down(200)
    """, {"on": "sleep", "seconds": 0.01}),
}  # fmt: skip

_HEAD = """
import asyncio, socket, sys, threading

over = threading.Event()
def nap():  # it lasts until the task waits for it
    over.wait()
"""
_CASE = """
async def main():
    lock, semaphore, event, barrier = asyncio.Lock(), asyncio.Semaphore(1), asyncio.Event(), asyncio.Barrier(2)
    condition, queue, full = asyncio.Condition(), asyncio.Queue(1), asyncio.Queue(1)
    future, flag = asyncio.get_running_loop().create_future(), False
    over.clear()
    await semaphore.acquire()
    raw, other = socket.socketpair()
    raw.setblocking(False)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    listening.setblocking(False)
    async def hold():
        async with lock:
            await asyncio.sleep(60)
    helper = asyncio.create_task(hold(), name="helper of CASE")
    async def answer(reader, writer):
        await reader.read()
        writer.close()
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    async def wait():
BODY
    if "CASE" == "join":
        full.put_nowait(1)
    waiting = asyncio.create_task(wait(), name="CASE")
    await asyncio.wait([waiting], timeout=0.15)
    over.set()
    writer.close()
    await writer.wait_closed()
    server.close()
    for task in waiting, helper:
        task.cancel()
    await asyncio.wait([waiting, helper])
    raw.close(), other.close(), listening.close()

asyncio.run(main())
"""


def _program() -> str:
    """All cases, one after the other."""
    parts = [_HEAD]
    for case, (body, _) in CASES.items():
        lines = body.strip("\n").split("\n")
        margin = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
        text = "\n".join(" " * 8 + line[margin:] for line in lines).replace("# here", f"# here: {case}")
        parts.append(_CASE.replace("BODY", text).replace("CASE", case).replace("member", f"member of {case}"))
    return "".join(parts)


@pytest.fixture(scope="module")
def traces(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The trace of all cases on an interpreter, once."""
    return functools.cache(lambda python: _record(python, tmp_path_factory.mktemp("waits")))


def _record(python: Path, directory: Path) -> list[Event] | Exception:
    try:
        return record(python, _program(), directory)
    except Exception as error:  # the same for all cases
        return error


@pytest.mark.parametrize("case", CASES)
def test_wait(case: str, python: Path, traces: Any) -> None:
    """The kind of wait, its object, and the line."""
    events = traces(python)
    if isinstance(events, Exception):
        raise events
    line = next(at for at, code in enumerate(_program().split("\n"), 1) if code.endswith(f"# here: {case}"))
    expected = CASES[case][1]
    if python == PYTHONS.get((3, 12)) and case == "as_completed":
        expected = {"on": "wait"}  # it doesn't tell yet what for
    found = [wait for at, wait in waits(events, number(events, case)) if at == line]
    assert found, waits(events, number(events, case))
    for key, value in expected.items():
        seen: Any = found[-1].get(key)
        if key == "tasks":
            assert seen == [number(events, f"{name} of {case}") for name in value]
        elif key == "owner":
            assert seen == {"task": number(events, f"{value} of {case}")}
        elif key == "futures":
            assert len(seen) == value
        else:
            assert seen == value

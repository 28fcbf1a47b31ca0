"""The schema, the page and the recorder agree on what there is."""

import re
from pathlib import Path

import pytest
from tracing import page
from tracing.programs import PYTHONS, record
from tracing.schema_check import RUNNER, errors, events

# Everything that the recorder for asyncio can see, once.
PROGRAM = """
import asyncio, gc, os, signal, subprocess, sys, threading

async def fail():
    raise ValueError("no such user")

async def forever():
    await asyncio.get_running_loop().create_future()

def reported(loop, context):
    print("reported")

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(reported)
    lock = asyncio.Lock()
    async with lock:
        asyncio.current_task().set_name("main")
        await asyncio.sleep(0.001)
    try:
        async with asyncio.timeout(0.01), asyncio.TaskGroup() as group:
            group.create_task(forever())
            group.create_task(asyncio.to_thread(len, "abc"))
    except TimeoutError:
        pass
    await asyncio.gather(fail(), return_exceptions=True)
    loop.call_soon(print, "soon")
    done = asyncio.Event()
    loop.call_later(0.001, done.set)
    await done.wait()
    loop.add_signal_handler(signal.SIGUSR1, print, "signal")
    os.kill(os.getpid(), signal.SIGUSR1)
    thread = threading.Thread(target=loop.call_soon_threadsafe, args=(print, "thread"))
    thread.start()
    threading.current_thread().name = "main"
    thread.join()
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"hello")
    await reader.read()
    writer.close()
    server.close()
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", "input()", stdin=subprocess.PIPE)
    child.terminate()
    await child.wait()
    loop._ready.clear
    loop.create_task(forever())
    await asyncio.sleep(0)
    gc.collect()

async def answer(reader, writer):
    writer.write(await reader.read(5))
    writer.close()

asyncio.run(main())
"""


@pytest.mark.parametrize("name", events())
def test_example_is_valid(name: str) -> None:
    """Each event has an example of itself."""
    event = events()[name]
    for example in event["examples"]:
        assert example["event"] == name
        assert not errors(example)
    assert event["description"].endswith(".") and set(event["x-writer"]) <= {"asyncio", "kernel"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"event": "task_jumped"},
        {"event": "task_named"},
        {"event": "task_named", "detail": {"name": 1}},
        {"event": "task_scheduled", "detail": {"by": {"task": 1, "thread": 1}}},
        {"event": "after_task_step", "detail": {"wait": {"on": "nothing"}}},
        {"event": "before_io_wait", "detail": {"seconds": 1}},
        {"event": "before_io_wait", "time": -1},
        {"event": "before_io_wait", "address": 1},
    ],
    ids=str,
)
def test_checker_rejects(wrong: dict[str, object]) -> None:
    """It would say if the recorder wrote something else."""
    assert errors({"time": 1, "process": 1, "thread": 1, **wrong})


def test_page_is_what_the_schema_says() -> None:
    """`PYTHONPATH=tests python -m tracing.page` writes it."""
    assert page.PAGE.read_text(encoding="utf-8") == page.page()


def test_recorder_writes_every_event_of_its_own(tmp_path: Path) -> None:
    """And names none in its source that the schema lacks."""
    written = {event["event"] for event in record(PYTHONS[max(PYTHONS)], PROGRAM, tmp_path)}
    expected = {name for name, event in events().items() if "asyncio" in event["x-writer"]}
    assert expected - written == {"events_cut"}
    source = "".join(path.read_text(encoding="utf-8") for path in (RUNNER / "interleave" / "trace").glob("*.py"))
    assert set(re.findall(r'"((?:before|after)_(?!call)\w+|\w+_(?:spawned|exited|named|scheduled))"', source)) <= set(
        events()
    )

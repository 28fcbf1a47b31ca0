"""What happens to tasks: who created, woke and cancelled them, and how they ended."""

from pathlib import Path

from tracing.programs import number, record, select


def test_life_of_two_tasks(python: Path, tmp_path: Path) -> None:
    """Created where, woken by whom, ended how."""
    events = record(
        python,
        """
        import asyncio

        async def child(event):
            await asyncio.sleep(0)
            event.set()

        async def main():
            event = asyncio.Event()
            task = asyncio.create_task(child(event), name="child")
            await event.wait()
            await task

        asyncio.run(main())
        """,
        tmp_path,
    )
    child = number(events, "child")
    (spawned,) = select(events, "task_spawned", name="child")
    assert (spawned["line"], spawned["detail"]["by"], spawned["detail"]["coroutine"]) == (10, {"task": 1}, "child")
    (yielded,) = select(events, "after_task_step", task=child)
    assert (yielded["line"], yielded["detail"]) == (5, {"ready": True})
    woken = select(events, "task_scheduled", task=1)
    assert [(event.get("line"), event["detail"]["by"]) for event in woken][:1] == [(6, {"task": child})]
    assert select(events, "task_exited", task=child)[0]["detail"] == {"outcome": "done"}


def test_a_task_is_renamed(python: Path, tmp_path: Path) -> None:
    """By itself between steps in which it only yields, by another one while it waits, by a callback of the loop."""
    source = """
        import asyncio

        async def counting():
            counter.set_name("one")
            await asyncio.sleep(0)
            counter.set_name("two")
            await asyncio.sleep(0)

        async def main():
            global counter
            loop = asyncio.get_running_loop()
            loop.set_task_factory(lambda loop, coro, **names: KIND(coro, loop=loop, **names))
            counter = asyncio.create_task(counting(), name="counter")
            waiter = asyncio.create_task(asyncio.sleep(60), name="waiter")
            await counter
            waiter.set_name("renamed")
            print("then this")
            loop.call_soon(waiter.set_name, "by the loop")
            await asyncio.sleep(0)
            waiter.cancel()
            await asyncio.wait([waiter])

        asyncio.run(main())
        """
    for kind in ("asyncio.Task", "asyncio.tasks._PyTask"):
        events = record(python, source.replace("KIND", kind), tmp_path)
        turns = select(events, "before_task_step", "task_named", task=number(events, "counter"))
        shown = [event.get("detail", {}).get("name") for event in turns]
        assert shown == [None, "one", None, "two", None], kind
        names = [event["detail"].get("name") for event in select(events, "task_named", "printed")]
        assert names == ["one", "two", "renamed", None, "by the loop"], kind


def test_who_cancels(python: Path, tmp_path: Path) -> None:
    """A task with a message, twice; a group, a timeout, a timer, and clean-up that swallows it."""
    events = record(
        python,
        """
        import asyncio

        async def wait(name):
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if name == "swallows":
                    return
                if name == "raises":
                    raise ValueError("while cleaning up")
                if name == "slow":
                    await asyncio.sleep(0.01)
                raise

        async def fail():
            raise KeyError("x")

        async def main():
            tasks = [asyncio.create_task(wait(name), name=name) for name in ("swallows", "raises", "slow", "timer")]
            await asyncio.sleep(0)
            for task in tasks[:3]:
                task.cancel("enough")
            asyncio.get_running_loop().call_later(0.01, tasks[3].cancel)
            await asyncio.sleep(0)
            tasks[2].cancel("now")
            await asyncio.wait(tasks)
            tasks[2].cancel("too late")
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(wait("sibling"), name="sibling")
                    group.create_task(fail(), name="failing")
            except* KeyError:
                pass
            try:
                async with asyncio.timeout(0.01):
                    await asyncio.gather(wait("gathered"))
            except TimeoutError:
                pass
            early = asyncio.create_task(wait("early"), name="early")
            early.cancel()
            await asyncio.wait([early])

        asyncio.run(main())
        """,
        tmp_path,
    )
    requests = {
        name: select(events, "cancel_requested", task=number(events, name))
        for name in ("swallows", "raises", "slow", "timer", "sibling", "early")
    }
    (request,) = requests["swallows"]
    assert request["line"] == 23 and request["detail"] == {"by": {"task": 1}, "count": 1, "message": "enough"}
    assert [request["detail"]["message"] for request in requests["slow"]] == ["enough", "now"]
    assert [request["detail"]["count"] for request in requests["slow"]] == [1, 2]
    assert "callback" in requests["timer"][0]["detail"]["by"]
    failing = number(events, "failing")
    assert requests["sibling"][0]["detail"] == {"by": {"task": failing}, "count": 1, "call": "TaskGroup._abort"}
    assert requests["early"][0]["line"] == 41
    (limit,) = select(events, "cancel_requested", call="Timeout._on_timeout")
    assert limit["task"] == 1 and limit["detail"]["by"] == {"timeout": 1}
    ends = {name: select(events, "task_exited", task=number(events, name))[0]["detail"] for name in requests}
    assert ends["swallows"] == {"outcome": "done", "cancelling": 1}
    assert ends["raises"]["exception"] == {"type": "ValueError", "message": "while cleaning up"}
    assert {ends[name]["outcome"] for name in ("slow", "timer", "sibling", "early")} == {"cancelled"}


def test_eager_tasks(python: Path, tmp_path: Path) -> None:
    """They run within create_task(), to their end or their first wait, also one in another."""
    events = record(
        python,
        """
        import asyncio

        async def inner():
            print("inner")

        async def outer():
            print("outer")
            asyncio.create_task(inner(), name="inner")
            await asyncio.sleep(0)
            print("outer again")

        async def main():
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            task = asyncio.create_task(outer(), name="outer")
            print("main")
            await task

        asyncio.run(main())
        """,
        tmp_path,
    )
    inner, outer = number(events, "inner"), number(events, "outer")
    printed = {event["detail"]["text"].strip(): event["task"] for event in select(events, "printed")}
    assert printed == {"outer": outer, "inner": inner, "main": 1, "outer again": outer}
    assert select(events, "task_spawned", task=inner)[0]["detail"]["by"] == {"task": outer}
    shown = [(event["event"], event["task"]) for event in events if event.get("task") in (inner, outer)]
    assert shown.index(("task_exited", inner)) < shown.index(("after_task_step", outer))
    assert len(select(events, "before_task_step", task=outer)) == 2


def test_tasks_in_pure_python(python: Path, tmp_path: Path) -> None:
    """Those of `asyncio.tasks._PyTask` look the same."""
    source = """
        import asyncio
        KIND

        async def child():
            await asyncio.sleep(60)

        async def main():
            asyncio.get_running_loop().set_task_factory(lambda loop, coro, **names: KIND2(coro, loop=loop, **names))
            task = asyncio.create_task(child(), name="child")
            await asyncio.sleep(0)
            task.cancel("enough")
            await asyncio.wait([task])

        asyncio.run(main())
        """
    shown = []
    for kind in ("asyncio.Task", "asyncio.tasks._PyTask"):
        events = record(python, source.replace("KIND2", kind).replace("KIND", ""), tmp_path)
        # Asyncio's own tasks have names from two counters.
        shown.append([{**event, "time": 0} for event in events if not event.get("detail", {}).get("library")])
    assert shown[0] == shown[1]


def test_what_is_reported_and_what_is_lost(python: Path, tmp_path: Path) -> None:
    """A task that is destroyed while pending, an exception in a callback."""
    events = record(
        python,
        """
        import asyncio, gc

        async def lost():
            await asyncio.get_running_loop().create_future()

        def broken():
            raise OSError("broken")

        async def main():
            asyncio.get_running_loop().set_exception_handler(lambda *_: None)
            asyncio.create_task(lost(), name="lost")
            await asyncio.sleep(0)
            gc.collect()
            asyncio.get_running_loop().call_soon(broken)
            await asyncio.sleep(0.01)

        asyncio.run(main())
        """,
        tmp_path,
    )
    lost = number(events, "lost")
    messages = [event["detail"] for event in select(events, "error_reported")]
    assert {"message": "Task was destroyed but it is pending!", "about": {"task": lost}} in messages
    assert select(events, "task_exited", task=lost)[0]["detail"] == {"outcome": "destroyed"}
    (callback,) = select(events, "callback_scheduled")
    (failed,) = [detail for detail in messages if "exception" in detail]
    assert failed["about"] == {"callback": callback["detail"]["callback"]}
    assert failed["exception"] == {"type": "OSError", "message": "broken"}


def test_loops_in_threads_and_in_turn(python: Path, tmp_path: Path) -> None:
    """Each has a number, and its tasks say which; a callback from another thread wakes a task."""
    events = record(
        python,
        """
        import asyncio, threading

        async def main():
            loop = asyncio.get_running_loop()
            future = loop.create_future()
            thread = threading.Thread(target=lambda: loop.call_soon_threadsafe(future.set_result, 1), name="setter")
            thread.start()
            await future
            thread.join()

        threads = [threading.Thread(target=asyncio.run, args=(main(),), name=f"loop {n}") for n in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        asyncio.run(main())
        """,
        tmp_path,
    )
    mains = select(events, "task_spawned", coroutine="main")
    assert sorted(event["detail"]["loop"] for event in mains) == [1, 2, 3]
    assert len({event["thread"] for event in mains}) == 3
    assert len(select(events, "thread_spawned", name="setter")) == 3
    for main in mains:
        turns = [e["thread"] for e in select(events, "before_task_step", "after_task_step", task=main["task"])]
        assert set(turns) == {main["thread"]}


def test_a_loop_waits_although_a_timer_is_cancelled_when_it_is_due(python: Path, tmp_path: Path) -> None:
    """Its handle is still in the loop's queue, and isn't called."""
    events = record(
        python,
        """
        import asyncio
        import time

        async def main():
            task = asyncio.create_task(asyncio.sleep(0.01))
            await asyncio.sleep(0)
            time.sleep(0.02)
            task.cancel()
            await asyncio.sleep(0.05)

        asyncio.run(main())
        """,
        tmp_path,
    )
    kinds = [event["event"] for event in events]
    exited = kinds.index("task_exited")
    assert kinds[exited + 1 : exited + 4] == ["before_io_wait", "after_io_wait", "task_scheduled"]

"""Trio: nurseries, cancel scopes, channels, threads, processes, sockets, signals."""

# /// script
# dependencies = ["trio"]
# ///
import os
import signal
import sys

import trio
import trio.testing


async def echo(stream):
    async for data in stream:
        await stream.send_all(data.upper())


async def sockets():
    async with trio.open_nursery() as nursery:
        listeners = await nursery.start(trio.serve_tcp, echo, 0)
        async with await trio.testing.open_stream_to_socket_listener(listeners[0]) as client:
            await client.send_all(b"hello")
            print(await client.receive_some())
        nursery.cancel_scope.cancel()


async def scopes():
    with trio.move_on_after(0.05) as scope:
        await trio.sleep_forever()
    print("cancelled", scope.cancelled_caught)
    try:
        with trio.fail_after(0.02):
            await trio.sleep(5)
    except trio.TooSlowError:
        print("too slow")
    with trio.CancelScope(shield=True):
        await trio.lowlevel.checkpoint()
    try:
        async with trio.open_nursery() as n:

            async def bad(e):
                raise e

            n.start_soon(bad, ValueError("a"))
            n.start_soon(bad, KeyError("b"))
    except* ValueError as group:
        print("values", group.exceptions)
    except* KeyError as group:
        print("keys", group.exceptions)


async def channels():
    send, receive = trio.open_memory_channel(2)

    async def produce(ch, name):
        async with ch:
            for i in range(3):
                await ch.send((name, i))

    got = []
    async with trio.open_nursery() as n:
        async with send:
            n.start_soon(produce, send.clone(), "a")
            n.start_soon(produce, send.clone(), "b")
        async with receive:
            async for x in receive:
                got.append(x)
    print(sorted(got))


async def threads():
    def work(x):
        trio.from_thread.run_sync(print, "from the thread", x)
        return trio.from_thread.run(inc, x)

    async def inc(x):
        await trio.sleep(0.01)
        return x + 1

    print(await trio.to_thread.run_sync(work, 4))
    limiter = trio.CapacityLimiter(1)
    async with trio.open_nursery() as n:
        for i in range(3):
            n.start_soon(lambda i=i: trio.to_thread.run_sync(lambda: None, limiter=limiter))
    print("limited", limiter.borrowed_tokens)


async def processes():
    r = await trio.run_process([sys.executable, "-c", "print(input()[::-1])"], stdin=b"olleh\n", capture_stdout=True)
    print(r.returncode, r.stdout)
    r = await trio.run_process(
        [sys.executable, "-c", "import sys; print('e', file=sys.stderr); sys.exit(3)"], check=False, capture_stderr=True
    )
    print(r.returncode, r.stderr)
    try:
        await trio.run_process([sys.executable, "-c", "raise SystemExit(2)"])
    except BaseException as e:
        print(type(e).__name__, getattr(e, "returncode", getattr(e, "exceptions", None)))
    with trio.move_on_after(0.5) as s:
        await trio.run_process([sys.executable, "-c", "import time; time.sleep(30)"])
    print("process cancelled", s.cancelled_caught)


async def signals():
    with trio.open_signal_receiver(signal.SIGUSR1, signal.SIGTERM) as got:
        os.kill(os.getpid(), signal.SIGUSR1)
        async for s in got:
            print(signal.Signals(s).name)
            break


async def files():
    async with await trio.open_file("/tmp/trio_x.txt", "w+") as f:
        await f.write("one\ntwo\n")
        await f.seek(0)
        async for line in f:
            print(line, end="")
    p = trio.Path("/tmp/trio_x.txt")
    print(await p.exists(), (await p.read_text()).count("\n"))
    await p.unlink()


async def sync():
    ev, lock, sem, cond = trio.Event(), trio.Lock(), trio.Semaphore(1), trio.Condition()

    async def waiter():
        await ev.wait()
        print("event")

    async with trio.open_nursery() as n:
        n.start_soon(waiter)
        await trio.testing.wait_all_tasks_blocked()
        ev.set()
    async with lock, sem, cond:
        print(lock.locked(), sem.value)
    a, b = trio.socket.socketpair()
    await a.send(b"x")
    print(await b.recv(5))
    a.close()
    b.close()


async def instrument():
    class I(trio.abc.Instrument):
        n = 0

        def task_spawned(self, task):
            self.n += 1

    i = I()
    trio.lowlevel.add_instrument(i)
    async with trio.open_nursery() as n:
        n.start_soon(trio.sleep, 0)
        n.start_soon(trio.sleep, 0)
    trio.lowlevel.remove_instrument(i)
    print("spawned", i.n)


def mock():
    async def main():
        t = trio.current_time()
        await trio.sleep(1000)
        return round(trio.current_time() - t)

    print("mock", trio.run(main, clock=trio.testing.MockClock(autojump_threshold=0)))


async def main():
    for f in (sockets, scopes, channels, threads, processes, signals, files, sync, instrument):
        print("--", f.__name__)
        await f()


trio.run(main)
mock()

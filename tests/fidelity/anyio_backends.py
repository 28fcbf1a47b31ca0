"""AnyIO on both back ends"""

# /// script
# dependencies = ["anyio[trio]"]
# ///
import logging
import os
import signal
import sys

import anyio
from anyio import from_thread, to_process, to_thread

# At the end AnyIO kills the process of to_process, and asyncio's watcher may find that it was waited for already: a warning.
logging.getLogger("asyncio").setLevel(logging.ERROR)


def square(x):
    return x * x


async def main(backend):
    print("==", backend, anyio.get_cancelled_exc_class().__name__)
    printed = anyio.Event()
    async with anyio.create_task_group() as tg:

        async def child(task_status=anyio.TASK_STATUS_IGNORED):
            task_status.started(7)
            await printed.wait()
            print("child")

        print(await tg.start(child))
        printed.set()
    with anyio.move_on_after(0.05) as scope:
        await anyio.sleep_forever()
    print(scope.cancelled_caught)
    try:
        with anyio.fail_after(0.02):
            await anyio.sleep(3)
    except TimeoutError:
        print("timeout")
    send, receive = anyio.create_memory_object_stream[int](1)
    async with anyio.create_task_group() as tg:

        async def producer():
            async with send:
                for i in range(3):
                    await send.send(i)

        tg.start_soon(producer)
        async with receive:
            print([x async for x in receive])
    print(await to_thread.run_sync(square, 5))

    def in_thread():
        from_thread.run_sync(print, "from thread")
        return from_thread.run(anyio.sleep, 0)

    print(await to_thread.run_sync(in_thread))
    print(await to_process.run_sync(square, 6))
    result = await anyio.run_process([sys.executable, "-c", "print(3)"])
    print(result.stdout)
    async with await anyio.open_process(
        [sys.executable, "-c", "import sys; sys.stdout.write(sys.stdin.read().upper())"]
    ) as p:
        await p.stdin.send(b"abc")
        await p.stdin.aclose()
        async for chunk in p.stdout:
            print(chunk)
    print(p.returncode)
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    async with anyio.create_task_group() as tg:

        async def handle(s):
            async with s:
                await s.send((await s.receive())[::-1])

        tg.start_soon(listener.serve, handle)
        async with await anyio.connect_tcp("127.0.0.1", port) as s:
            await s.send(b"abc")
            print(await s.receive())
        tg.cancel_scope.cancel()
    await listener.aclose()
    with anyio.open_signal_receiver(signal.SIGUSR1) as signals:
        os.kill(os.getpid(), signal.SIGUSR1)
        async for s in signals:
            print(s.name)
            break
    async with await anyio.open_file("/tmp/a.txt", "w") as f:
        await f.write("hey")
    print(await anyio.Path("/tmp/a.txt").read_text())
    async with await anyio.create_udp_socket(local_host="127.0.0.1") as u:
        port = u.extra(anyio.abc.SocketAttribute.local_port)
        async with await anyio.create_connected_udp_socket("127.0.0.1", port) as c:
            await c.send(b"dgram")
            print((await u.receive())[0])
    unix = await anyio.create_unix_listener("/tmp/anyio.sock")
    async with anyio.create_task_group() as tg:
        tg.start_soon(unix.serve, handle)
        async with await anyio.connect_unix("/tmp/anyio.sock") as s:
            await s.send(b"xyz")
            print(await s.receive())
        tg.cancel_scope.cancel()
    await unix.aclose()
    os.unlink("/tmp/anyio.sock")
    lim = anyio.CapacityLimiter(2)
    lock = anyio.Lock()
    ev = anyio.Event()
    ev.set()
    await ev.wait()
    async with lim, lock:
        print(lim.borrowed_tokens)
    print(anyio.get_current_task().name is not None, len(anyio.get_running_tasks()))


if __name__ == "__main__":
    for backend in ("asyncio", "trio"):
        anyio.run(main, backend, backend=backend)
    with from_thread.start_blocking_portal() as portal:
        print(portal.call(anyio.sleep, 0))
        f = portal.start_task_soon(to_thread.run_sync, square, 9)
        print(f.result())

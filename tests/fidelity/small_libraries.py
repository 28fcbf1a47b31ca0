"""aiosqlite, aiofiles, tenacity, stamina, aiolimiter, async-lru, websockets on both sides"""

# /// script
# dependencies = ["aiofiles", "aiolimiter", "aiosqlite", "async-lru", "stamina", "tenacity", "websockets"]
# ///
import asyncio
import os

import aiofiles
import aiofiles.os
import aiosqlite
import stamina
import tenacity
from aiolimiter import AsyncLimiter
from async_lru import alru_cache
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed


async def sqlite():
    async with aiosqlite.connect(":memory:") as db:
        db.row_factory = aiosqlite.Row
        await db.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)")
        await db.executemany("INSERT INTO t (b) VALUES (?)", [("x",), ("y",)])
        await db.commit()
        async with db.execute("SELECT * FROM t") as cursor:
            print([tuple(row) async for row in cursor])
        try:
            await db.execute("SELEC")
        except aiosqlite.OperationalError as error:
            print(error)
        await db.create_function("twice", 1, lambda x: 2 * x)
        print((await (await db.execute("SELECT twice(4)")).fetchone())[0])
    async with aiosqlite.connect("/tmp/f.db") as one, aiosqlite.connect("/tmp/f.db") as other:
        await one.execute("CREATE TABLE IF NOT EXISTS t (a)")
        await one.commit()
        await one.execute("BEGIN IMMEDIATE")
        try:
            await other.execute("PRAGMA busy_timeout=20")
            await other.execute("INSERT INTO t VALUES (1)")
        except aiosqlite.OperationalError as error:
            print(error)
    os.unlink("/tmp/f.db")


async def files():
    async with aiofiles.open("/tmp/a.txt", "w") as f:
        await f.writelines(["one\n", "two\n"])
    async with aiofiles.open("/tmp/a.txt") as f:
        print([line async for line in f])
    print((await aiofiles.os.stat("/tmp/a.txt")).st_size)
    async with aiofiles.tempfile.TemporaryDirectory() as d:
        print(await aiofiles.os.path.isdir(d))
    await aiofiles.os.remove("/tmp/a.txt")


async def retries():
    n = 0

    @tenacity.retry(
        stop=tenacity.stop_after_attempt(3),
        wait=tenacity.wait_fixed(0.01),
        retry=tenacity.retry_if_exception_type(OSError),
    )
    async def flaky():
        nonlocal n
        n += 1
        if n < 3:
            raise OSError("no")
        return n

    print(await flaky())
    async for attempt in tenacity.AsyncRetrying(stop=tenacity.stop_after_attempt(2), reraise=True):
        with attempt:
            print("attempt", attempt.retry_state.attempt_number)
    try:
        tenacity.Retrying(stop=tenacity.stop_after_attempt(2))(lambda: 1 / 0)
    except tenacity.RetryError as error:
        print(error.last_attempt.exception())
    m = 0

    @stamina.retry(on=ValueError, attempts=3, wait_initial=0.01, wait_max=0.02)
    async def st():
        nonlocal m
        m += 1
        if m < 2:
            raise ValueError
        return m

    print(await st())


async def limits():
    limiter = AsyncLimiter(2, 0.1)
    loop = asyncio.get_running_loop()
    t = loop.time()
    for _ in range(4):
        async with limiter:
            pass
    print(loop.time() - t > 0.08, limiter.has_capacity(2))
    calls = []

    @alru_cache(maxsize=8, ttl=5)
    async def get(x):
        calls.append(x)
        await asyncio.sleep(0)
        return x

    print(await asyncio.gather(get(1), get(1), get(2)), calls, get.cache_info().hits)


async def sockets():
    async def handler(ws):
        async for message in ws:
            await ws.send(message[::-1] if isinstance(message, str) else bytes(reversed(message)))

    async with serve(handler, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}/path") as ws:
            await ws.send("abc")
            print(await ws.recv())
            await ws.send(b"\x01\x02")
            print(await ws.recv())
            await ws.send(["frag", "ment"])
            print(await ws.recv())
            await (await ws.ping())
            print(ws.protocol.extensions[0].name, ws.subprotocol)
            server.close()
            try:
                await ws.recv()
            except ConnectionClosed as error:
                print(error.rcvd.code)


async def main():
    for f in (sqlite, files, retries, limits, sockets):
        print("--", f.__name__)
        await f()


asyncio.run(main())

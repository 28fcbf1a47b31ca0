import asyncio
import queue
import threading

arrived = queue.Queue()


async def answer(reader, writer):
    arrived.put(await reader.read())


async def serve():
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        print("serves")
        await server.serve_forever()


threading.Thread(target=arrived.get, daemon=True).start()
asyncio.run(serve())

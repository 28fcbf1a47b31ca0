"""uvicorn.run in the main thread, a client in a thread, and SIGINT"""

# /// script
# dependencies = ["fastapi", "httpx", "uvicorn", "websockets"]
# ///
import contextlib
import os
import signal
import threading
import time

import fastapi
import httpx
import uvicorn
from websockets.sync.client import connect


@contextlib.asynccontextmanager
async def lifespan(app):
    print("startup")
    yield {"state": 1}
    print("shutdown")


app = fastapi.FastAPI(lifespan=lifespan)


@app.get("/a")
async def a(request: fastapi.Request):
    return request.state.state


@app.get("/b")
def b():
    return threading.current_thread() is not threading.main_thread()


@app.websocket("/ws")
async def ws(s: fastapi.WebSocket):
    await s.accept()
    try:
        while True:
            await s.send_text((await s.receive_text()).upper())
    except fastapi.WebSocketDisconnect as e:
        print("disconnect", e.code)


def client():
    for _ in range(200):
        try:
            httpx.get("http://127.0.0.1:8011/a")
            break
        except httpx.ConnectError:
            time.sleep(0.02)
    print(httpx.get("http://127.0.0.1:8011/a").json(), httpx.get("http://127.0.0.1:8011/b").json())
    with connect("ws://127.0.0.1:8011/ws") as w:
        w.send("hi")
        print(w.recv())
    time.sleep(0.1)
    os.kill(os.getpid(), signal.SIGINT)


threading.Thread(target=client).start()
try:
    uvicorn.run(app, host="127.0.0.1", port=8011, log_level="error")
except KeyboardInterrupt:
    print("interrupted")
print("end")

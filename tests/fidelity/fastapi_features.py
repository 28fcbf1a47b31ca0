"""FastAPI: lifespan, dependencies, validation, background tasks, streaming, WebSocket, errors, and their test client"""

# /// script
# dependencies = ["fastapi", "httpx", "python-multipart"]
# ///
import asyncio
import contextlib
import threading
from typing import Annotated
import httpx
from fastapi import (
    BackgroundTasks,
    Depends,
    FastAPI,
    File,
    Form,
    Header,
    HTTPException,
    Query,
    Request,
    UploadFile,
    WebSocket,
    APIRouter,
)
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.testclient import TestClient
from pydantic import BaseModel, Field, field_validator, model_validator, ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as pdataclass


@contextlib.asynccontextmanager
async def lifespan(app):
    print("up")
    yield {"pool": "pool"}
    print("down")


app = FastAPI(lifespan=lifespan)
app.add_middleware(CORSMiddleware, allow_origins=["*"])


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=2)
    price: float = Field(gt=0)
    tags: set[str] = set()

    @field_validator("name")
    @classmethod
    def title(cls, v):
        return v.title()

    @model_validator(mode="after")
    def check(self):
        if self.name == "Bad":
            raise ValueError("bad name")
        return self


async def session():
    print("open")
    try:
        yield "session"
    finally:
        print("close")


def user(x_token: Annotated[str | None, Header()] = None):
    if x_token is None:
        raise HTTPException(401, "no token")
    return x_token


@app.post("/items", status_code=201)
async def create(item: Item, tasks: BackgroundTasks, s: Annotated[str, Depends(session)]) -> Item:
    tasks.add_task(print, "background", item.name)
    return item


@app.get("/me")
def me(u: Annotated[str, Depends(user)], request: Request):
    return {"u": u, "pool": request.state.pool, "thread": threading.current_thread() is threading.main_thread()}


@app.get("/list")
async def lst(limit: Annotated[int, Query(le=10)] = 5, q: list[str] = Query(default=[])):
    return {"limit": limit, "q": q}


@app.get("/stream")
async def stream():
    async def gen():
        for i in range(3):
            yield f"{i}\n"
            await asyncio.sleep(0)

    return StreamingResponse(gen())


@app.post("/form")
async def form(a: Annotated[str, Form()], f: UploadFile):
    return {"a": a, "f": (await f.read()).decode(), "n": f.filename}


class Teapot(Exception):
    pass


@app.exception_handler(Teapot)
async def teapot(request, exc):
    return JSONResponse({"tea": str(exc)}, 418)


@app.get("/tea")
async def tea():
    raise Teapot("pot")


@app.get("/boom")
async def boom():
    1 / 0


@app.websocket("/ws/{room}")
async def ws(socket: WebSocket, room: str):
    await socket.accept()
    async for message in socket.iter_json():
        await socket.send_json({room: message})


router = APIRouter(prefix="/r")


@router.get("/x")
def x():
    return 1


app.include_router(router)
with TestClient(app, raise_server_exceptions=False) as c:
    print(c.post("/items", json={"name": "ab", "price": 2}).json())
    for bad in ({"name": "a", "price": -1}, {"name": "bad", "price": 1}, {"name": "ab", "price": 1, "z": 1}):
        r = c.post("/items", json=bad)
        print(r.status_code, [(e["type"], e["loc"]) for e in r.json()["detail"]])
    print(c.get("/me").status_code, c.get("/me", headers={"x-token": "t"}).json())
    print(c.get("/list?limit=3&q=a&q=b").json(), c.get("/list?limit=30").status_code)
    print(c.get("/stream").text.split(), c.post("/form", data={"a": "1"}, files={"f": ("n.txt", b"text")}).json())
    print(c.get("/tea").status_code, c.get("/boom").status_code, c.get("/r/x").json(), c.get("/none").json())
    with c.websocket_connect("/ws/room") as w:
        w.send_json([1])
        print(w.receive_json())
    print(sorted(c.get("/openapi.json").json()["paths"]))


async def direct():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://t") as c:
        print((await c.get("/list")).json())


asyncio.run(direct())
try:
    TypeAdapter(dict[int, list[bool]]).validate_python({"x": ["maybe"]})
except ValidationError as error:
    print(error)
print(Item(name="xy", price=1).model_dump_json(), Item.model_json_schema()["required"])


@pdataclass
class P:
    x: int


print(P("3"))

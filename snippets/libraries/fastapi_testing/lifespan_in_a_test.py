"""httpx.ASGITransport doesn't run the lifespan: enter lifespan_context in the test"""
# /// script
# dependencies = ["fastapi", "httpx"]
# ///

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.rates = {"EUR": 1.0, "USD": 1.25}
    yield
    print("lifespan: closed")


app = FastAPI(lifespan=lifespan)


@app.get("/{currency}")
async def rate(currency: str) -> float:
    return float(app.state.rates[currency])


async def main() -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        try:
            await client.get("/USD")
        except AttributeError as error:
            print("without lifespan:", error)

        async with app.router.lifespan_context(app):
            print("with lifespan:", (await client.get("/USD")).json())


asyncio.run(main())

"""Fetch a page over HTTPS, from a server you trust and from one you don't"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio
import ssl
import tempfile
from pathlib import Path

import aiohttp
from aiohttp import web

# For 127.0.0.1 and this program only: a secret in a program's text isn't one.
PEM = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2xgnfsb4/IbcbjA4
6AlMKFsMv6eo6EDEsodFCU3cD7qhRANCAATePo0K14MVrATOqoF1vHRxM0uoP9Bm
ei4H0dzffH8QTJ19pVKrcGNv8JKGeXu5whRnQE9/5kazs0TZqF3Zxgkz
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIURvZ7PAciAuyX77G437FnPq6x9m4wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMzIzMDgxOFoYDzIxMjYxMDMw
MjMwODE4WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATePo0K14MVrATOqoF1vHRxM0uoP9Bmei4H0dzffH8QTJ19pVKrcGNv
8JKGeXu5whRnQE9/5kazs0TZqF3Zxgkzo2QwYjAdBgNVHQ4EFgQUveQVa8gjwOnO
yZJ1BVxw1K/7raUwHwYDVR0jBBgwFoAUveQVa8gjwOnOyZJ1BVxw1K/7raUwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IBQS5bpp0H9giLIWnj33VQd5xf0RpOX4ZAocb38D5WihAiEAr0628XYxGzjPrR9m
CZgRuosE2AFxCOMoQOgvOak8kpA=
-----END CERTIFICATE-----
"""


# --8<-- [start:requests]
async def fetch(url: str, context: ssl.SSLContext) -> str:
    async with aiohttp.ClientSession() as session, session.get(url, ssl=context) as response:
        return await response.text()


async def hello(request: web.Request) -> web.Response:
    return web.Response(text=f"hello over {request.scheme}")


async def main(pem: Path) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    app = web.Application()
    app.add_routes([web.get("/", hello)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=server).start()
    url = "https://{}:{}/".format(*runner.addresses[0][:2])

    print("trusted:", await fetch(url, ssl.create_default_context(cafile=str(pem))))
    try:
        await fetch(url, ssl.create_default_context())
    except aiohttp.ClientConnectorCertificateError as error:
        print("unknown:", error.certificate_error.__class__.__name__)
    await runner.cleanup()


# --8<-- [end:requests]


with tempfile.TemporaryDirectory() as directory:
    path = Path(directory, "server.pem")
    path.write_text(PEM)
    asyncio.run(main(path))

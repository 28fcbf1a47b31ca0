"""Tests for a handler: a real server and a client for each of them"""
# /// script
# dependencies = ["aiohttp"]
# ///

import sys
import unittest

from aiohttp import web
from aiohttp.test_utils import AioHTTPTestCase


def make_app() -> web.Application:
    async def double(request: web.Request) -> web.Response:
        try:
            number = int(request.match_info["number"])
        except ValueError:
            raise web.HTTPBadRequest(text="not a number") from None
        return web.json_response({"double": 2 * number})

    app = web.Application()
    app.router.add_get("/double/{number}", double)
    return app


class DoubleTest(AioHTTPTestCase):
    async def get_application(self) -> web.Application:
        return make_app()  # a new one for each test

    async def test_doubles(self) -> None:
        async with self.client.get("/double/21") as response:
            self.assertEqual(await response.json(), {"double": 42})

    async def test_refuses_what_is_no_number(self) -> None:
        async with self.client.get("/double/many") as response:
            self.assertEqual((response.status, await response.text()), (400, "not a number"))

    async def test_knows_only_get(self) -> None:
        async with self.client.post("/double/21") as response:
            self.assertEqual((response.status, response.headers["Allow"]), (405, "GET,HEAD"))


suite = unittest.defaultTestLoader.loadTestsFromTestCase(DoubleTest)
result = unittest.TestResult()
suite.run(result)
print(f"{result.testsRun} tests, {len(result.failures) + len(result.errors)} failed")
sys.exit(not result.wasSuccessful())

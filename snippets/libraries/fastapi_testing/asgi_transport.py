"""Test a FastAPI app with httpx.ASGITransport: no server, no socket"""
# /// script
# dependencies = ["fastapi", "httpx"]
# ///

import sys
import unittest

import httpx
from fastapi import FastAPI

app = FastAPI()


@app.get("/double/{number}")
async def double(number: int) -> dict[str, int]:
    return {"double": 2 * number}


class DoubleTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")
        self.client = await self.enterAsyncContext(client)

    async def test_doubles(self) -> None:
        response = await self.client.get("/double/21")
        self.assertEqual((response.status_code, response.json()), (200, {"double": 42}))

    async def test_refuses_what_is_no_number(self) -> None:
        response = await self.client.get("/double/many")
        self.assertEqual(response.status_code, 422)

    async def test_knows_only_get(self) -> None:
        response = await self.client.post("/double/21")
        self.assertEqual((response.status_code, response.headers["Allow"]), (405, "GET"))


suite = unittest.defaultTestLoader.loadTestsFromTestCase(DoubleTest)
result = unittest.TestResult()
suite.run(result)
print(f"{result.testsRun} tests, {len(result.failures) + len(result.errors)} failed")
sys.exit(not result.wasSuccessful())

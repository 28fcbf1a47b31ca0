"""IsolatedAsyncioTestCase: an event loop for each test"""

import asyncio
import sys
import unittest


class Counter:
    def __init__(self) -> None:
        self.value = 0
        self.lock = asyncio.Lock()

    async def add(self) -> None:
        async with self.lock:
            seen = self.value
            await asyncio.sleep(0)
            self.value = seen + 1


class CounterTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.counter = Counter()

    async def test_adds(self) -> None:
        await asyncio.gather(*(self.counter.add() for _ in range(10)))
        self.assertEqual(self.counter.value, 10)

    async def test_starts_anew(self) -> None:
        self.assertEqual(self.counter.value, 0)

    async def test_is_not_endless(self) -> None:
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0.05):
                await asyncio.Event().wait()


suite = unittest.defaultTestLoader.loadTestsFromTestCase(CounterTest)
result = unittest.TestResult()
suite.run(result)
print(f"{result.testsRun} tests, {len(result.failures) + len(result.errors)} failed")
sys.exit(not result.wasSuccessful())

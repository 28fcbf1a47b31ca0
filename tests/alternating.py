"""Programs of all kinds, to be run one after the other in one page."""

from playground import run
from playwright.sync_api import Page

PROGRAMS = {
    "print": "print('ok')\n",
    "threads": """
import threading
def work(): threading.Event().wait(0.01)
threads = [threading.Thread(target=work) for _ in range(20)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print("ok")
""",
    "asyncio": """
import asyncio
async def main(): await asyncio.gather(*(asyncio.sleep(0.01) for _ in range(200)))
asyncio.run(main())
print("ok")
""",
    "aiohttp": """
import asyncio
from aiohttp import ClientSession, web
async def main():
    app = web.Application()
    async def hello(request): return web.Response(text="ok")
    app.router.add_get("/", hello)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 8080).start()
    async with ClientSession() as session, session.get("http://127.0.0.1:8080/") as response:
        print(await response.text())
    await runner.cleanup()
asyncio.run(main())
""",
    "subprocess": """
import subprocess, sys
print(subprocess.run([sys.executable, "-c", "print('ok')"], capture_output=True, text=True).stdout, end="")
""",
    "processes": """
from concurrent.futures import ProcessPoolExecutor
if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(abs, [-1, 2])) == [1, 2]
    print("ok")
""",
    "large output": "for number in range(20_000): print(number)\nprint('ok')\n",
    "memory": "block = bytearray(100_000_000)\nprint('ok')\n",
    "input": "print(input())\n",
    "stopped": """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("ok", flush=True)
time.sleep(60)
""",
}


def run_one(page: Page, number: int) -> None:
    """Run the program with this number; each prints `ok` last."""
    name = list(PROGRAMS)[(number - 1) % len(PROGRAMS)]
    stop_after = "ok\n" if name == "stopped" else None
    result = run(page, PROGRAMS[name], stop_after, answers=["ok\n"])
    assert result["stdout"].endswith("ok\n"), (name, result["output"])

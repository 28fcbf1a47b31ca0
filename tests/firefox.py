"""Drives an installed Firefox over WebDriver BiDi: opens pages, evaluates functions, records the console's errors.

Playwright drives only its own build of Firefox. Source: https://w3c.github.io/webdriver-bidi/
"""

import asyncio
import contextlib
import json
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp

_LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.server": "data:,",
}


def find() -> str | None:
    """A Firefox on PATH."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Tab:
    """A tab of Firefox."""

    def __init__(self, loop: asyncio.AbstractEventLoop, address: str, timeout: float) -> None:
        self._loop = loop
        self._timeout = timeout
        self._number = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        # The errors written to the console.
        self.errors: list[str] = []
        self._run(self._connect(address))
        self._context = self._call("browsingContext.getTree")["contexts"][0]["context"]

    def _run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(self._timeout)

    async def _connect(self, address: str) -> None:
        self._session = aiohttp.ClientSession()
        self._socket = await self._session.ws_connect(f"{address}/session", max_msg_size=0)
        self._listening = asyncio.create_task(self._listen())
        await self._ask("session.new", {"capabilities": {}})
        await self._ask("session.subscribe", {"events": ["log.entryAdded"]})

    async def _listen(self) -> None:
        async for message in self._socket:
            data = json.loads(message.data)
            if data["type"] == "event":
                if data["params"].get("level") == "error":
                    self.errors.append(str(data["params"].get("text")))
            else:
                self._answers.pop(data["id"]).set_result(data)

    async def _ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        answer = self._answers[self._number] = self._loop.create_future()
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        data = await answer
        assert data["type"] == "success", f"{method}: {data}"
        result: dict[str, Any] = data["result"]
        return result

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        result: dict[str, Any] = self._run(self._ask(method, parameters))
        return result

    def go(self, url: str) -> None:
        """Go to a page, and wait until it is loaded. Raises TimeoutError."""
        self._call("browsingContext.navigate", context=self._context, url=url, wait="complete")
        # Firefox may answer before that.
        end = time.monotonic() + self._timeout
        while self._where() != [url.partition("#")[0], "complete"]:
            if time.monotonic() > end:
                raise TimeoutError(f"{url} is not loaded yet: {self._where()}")
            time.sleep(0.05)

    def _where(self) -> list[str] | None:
        try:
            where: list[str] = self.evaluate("() => [location.href.split('#')[0], document.readyState]")
        except AssertionError:
            return None  # the page is being replaced
        return where

    def evaluate(self, function: str, argument: object = None) -> Any:
        """Call an (async) JavaScript function with JSON; returns its result. Raises AssertionError if it throws."""
        wrapped = f"async () => JSON.stringify(await ({function})({json.dumps(argument)}) ?? null)"
        result = self._call(
            "script.callFunction", functionDeclaration=wrapped, target={"context": self._context}, awaitPromise=True
        )
        assert result["type"] == "success", result["exceptionDetails"]["text"]
        return json.loads(result["result"]["value"])

    def close(self) -> None:
        """End the connection."""

        async def close() -> None:
            await self._socket.close()
            await self._session.close()

        self._run(close())


@contextlib.contextmanager
def open_tab(timeout: float = 120) -> Iterator[Tab]:
    """A tab of a headless Firefox with a profile of its own. Commands may take up to `timeout` seconds."""
    path = find()
    assert path, "there is no Firefox: apt install firefox-esr"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        preferences = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items()]
        (Path(profile) / "user.js").write_text("\n".join(preferences), encoding="utf-8")
        command = [path, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        firefox = subprocess.Popen(
            [*command, "about:blank"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        assert firefox.stderr
        listens = next(found for line in firefox.stderr if (found := _LISTENS.search(line)))
        threading.Thread(target=firefox.stderr.read, daemon=True).start()  # otherwise it would block on a full pipe
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        try:
            tab = Tab(loop, listens[1], timeout)
            yield tab
            tab.close()
        finally:
            firefox.terminate()
            firefox.wait(30)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()

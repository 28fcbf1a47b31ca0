"""Runs examples from the libraries' own documentation, which examples.toml lists, on CPython and in the tab.

`python -m suites.examples [LIBRARY …]` writes examples.json, which the page "Libraries in the tab" shows.
"""

import json
import re
import subprocess
import sys
import tempfile
import textwrap
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import chromium
from interleave_site import examples, wheels
from native import heed_interrupts
from playground import Result, open_playground, run
from playwright.sync_api import sync_playwright
from reports import NATIVE
from server import serve
from suites import fetch

Example = dict[str, Any]
_CATALOGUE = Path(__file__).with_name("examples.toml")
LIMIT = 60  # seconds that CPython has for one
# A block of code in Markdown, of a session at the prompt too, or in reStructuredText.
_BLOCK = re.compile(
    r"^```(?:python|py|pycon)\b[^\n]*\n(?P<md>.*?)^```"
    r"|^\.\. (?:(?:code|code-block|sourcecode):: python|testcode::)\n\n(?P<rst>(?:[ \t]+[^\n]*\n|\n)+)",
    re.MULTILINE | re.DOTALL,
)
_CONSOLE = """
import ast
import asyncio
import inspect
import sys

names = {"__name__": "__main__"}

def typed(text, mode="single"):
    for statement in ast.parse(text).body:
        tree = ast.Interactive([statement])
        code = compile(tree, "example.py", mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        result = eval(code, names)
        if inspect.isawaitable(result):
            asyncio.get_event_loop().run_until_complete(result)

asyncio.set_event_loop(asyncio.new_event_loop())
for name in ("before.py", "example.py", "after.py"):
    typed(open(name).read())
"""
_TESTS = """
import pytest
print(pytest.main(["-q", "-p", "no:cacheprovider", "example.py"]))
"""
_APP = """
import subprocess
import sys
import time
import httpx
server = subprocess.Popen([sys.executable, "-m", "uvicorn", "--log-level", "warning", "example:app"])
try:
    while True:
        try:
            answer = httpx.get("http://127.0.0.1:8000/")
            break
        except httpx.ConnectError:
            time.sleep(0.1)
    print(answer.status_code, answer.headers["content-type"], answer.text)
finally:
    server.terminate()
    print("server:", server.wait())
"""
_SERVER = """
import socket
import subprocess
import sys
import time
server = subprocess.Popen([sys.executable, "-u", "example.py"], stdout=subprocess.DEVNULL)
try:
    while True:
        try:
            socket.create_connection(("127.0.0.1", PORT)).close()
            break
        except OSError:
            time.sleep(0.1)
    print("client:", subprocess.run([sys.executable, "client.py"]).returncode)
finally:
    server.terminate()
    server.wait()
"""
_WAYS = {"console": _CONSOLE, "tests": _TESTS, "app": _APP, "server": _SERVER}
_ALSO = {"tests": ["pytest"], "app": ["uvicorn", "httpx"]}


def blocks(text: str) -> list[str]:
    """The blocks of Python in a text; of a session at the prompt, what is typed."""
    found = []
    for match in _BLOCK.finditer(text):
        block = textwrap.dedent(match["md"] or match["rst"]).strip("\n") + "\n"
        if block.startswith(">>> "):
            typed = [line[4:] for line in block.splitlines() if line.startswith((">>> ", "... "))]
            block = "\n".join(typed) + "\n"
        found.append(block)
    return found


def _readme(library: str) -> str:
    with zipfile.ZipFile(wheels.shipped()[library]) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        return wheel.read(name).decode()


def texts(example: Example) -> list[str]:
    """What of the documentation an example consists of, unmodified."""
    library, place = example["library"], example["from"]
    if place.endswith(".py"):
        return [(fetch.source(library) / place).read_text(encoding="utf-8")]
    text = _readme(library) if place == "README" else (fetch.source(library) / place).read_text(encoding="utf-8")
    found = blocks(text)
    return [found[number] for number in example.get("blocks", [0])]


def program(example: Example) -> str:
    """The program that runs an example."""
    parts, way = texts(example), example["way"]
    if way == "program":
        (source,) = parts
    else:
        before, after = example.get("before", ""), example.get("after", "")
        if way == "server":
            files = {"example.py": parts[0], "client.py": example["client"] if "client" in example else parts[1]}
        elif way == "console":
            files = {"before.py": before, "example.py": "".join(parts), "after.py": after}
        else:
            files = {"example.py": "\n".join([*([before] if before else []), *parts])}
        written = f"import pathlib\nfor name, text in {files!r}.items():\n    pathlib.Path(name).write_text(text)\n"
        source = written + _WAYS[way].replace("PORT", str(example.get("port")))
    needs = sorted({example["library"], *example.get("needs", []), *_ALSO.get(way, [])})
    return f"# /// script\n# dependencies = {json.dumps(needs)}\n# ///\n{source}"


def _natively(source: str) -> tuple[int, str, str]:
    with tempfile.TemporaryDirectory() as directory:
        Path(directory, "playground.py").write_text(source, encoding="utf-8")
        done = subprocess.run(
            [NATIVE, "-u", "playground.py"],
            cwd=directory,
            env=fetch.environment() | {"PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
    return done.returncode, done.stdout, done.stderr


def _told(exit_code: int, stdout: str, stderr: str) -> str:
    """What a program printed, and the last line of its error, without what differs from run to run."""
    complaint = stderr.strip().splitlines()[-1:] if exit_code else []
    text = "\n".join([stdout.strip(), *complaint, *([f"exit: {exit_code}"] if exit_code else [])])
    return re.sub(r"0x[0-9a-f]+|/tmp/[\w/]+|/home/\w+|\d+\.\d+s?|<module '.*?>|'__file__': .*", "…", text).strip()


def _sorted(text: str, example: Example) -> object:
    return sorted(text.splitlines()) if example.get("any_order") else text


def entry(example: Example, native: tuple[int, str, str], tab: Result) -> dict[str, Any]:
    """What came of an example."""
    machine, here = _told(*native), _told(tab["exitCode"], tab["stdout"], tab["stderr"])
    blocks_of_it = example.get("blocks", [0])
    place = example["from"]
    return {
        "library": example["library"],
        "version": wheels.index()[example["library"]]["version"],
        "from": place if place != "README" else f"README, block {' and '.join(str(n + 1) for n in blocks_of_it)}",
        "way": example["way"],
        "same": _sorted(machine, example) == _sorted(here, example),
        "machine": machine[-400:],
        "tab": here[-400:],
        "why": example.get("why", ""),
    }


def main(names: list[str]) -> None:
    """Run the examples of some libraries, or all."""
    heed_interrupts()
    catalogue: list[Example] = tomllib.loads(_CATALOGUE.read_text(encoding="utf-8"))["example"]
    kept: list[dict[str, Any]] = json.loads(examples.RESULTS.read_text()) if examples.RESULTS.exists() else []
    chosen = [each for each in catalogue if not names or each["library"] in names]
    found = [each for each in kept if names and each["library"] not in names]
    with serve() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        page = browser.new_page(base_url=url, service_workers="block")
        open_playground(page)
        for example in chosen:
            source = program(example)
            found.append(entry(example, _natively(source), run(page, source)))
            print(found[-1]["library"], found[-1]["from"], "same" if found[-1]["same"] else found[-1], flush=True)
        browser.close()
    found.sort(key=lambda each: (each["library"], each["from"]))
    text = json.dumps(found, indent=1, ensure_ascii=False)
    examples.RESULTS.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

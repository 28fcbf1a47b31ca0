"""pytest in the tab: fixtures, parameters, async tests by two plugins, capture, -x, assertion rewriting, exit codes."""

# /// script
# dependencies = ["anyio[trio]", "pytest", "pytest-asyncio"]
# ///
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(tempfile.mkdtemp())
SUITE = """
import asyncio, logging, os, sys, warnings
import anyio, pytest

@pytest.fixture(scope="module")
def shared():
    yield ["shared"]
    print("torn down")

@pytest.fixture
async def number():
    await asyncio.sleep(0)
    yield 3

@pytest.mark.parametrize("a, b", [(1, 1), (2, 4), pytest.param(3, 9, id="three")])
def test_square(a, b):
    assert a * a == b

def test_fixtures(shared, tmp_path, capsys, caplog, monkeypatch, request):
    (tmp_path / "x").write_text("hello")
    print(*shared, file=sys.stderr)
    assert capsys.readouterr().err == "shared\\n"
    logging.getLogger("x").warning("warned %s", 1)
    assert caplog.messages == ["warned 1"]
    monkeypatch.setenv("NAME", "value")
    assert os.environ["NAME"] == "value"
    assert request.node.name == "test_fixtures"

def test_capfd(capfd):
    os.write(1, b"by the descriptor")
    assert capfd.readouterr().out == "by the descriptor"

async def test_asyncio(number):
    assert number == 3

@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_backends(anyio_backend):
    await anyio.sleep(0)

def test_raises():
    with pytest.raises(ValueError, match="no"):
        raise ValueError("no")
    with pytest.warns(UserWarning):
        warnings.warn("x")

@pytest.mark.xfail(strict=True)
def test_expected_failure():
    assert False

@pytest.mark.skipif(sys.platform == "linux", reason="on Linux")
def test_skipped():
    pass

def test_differs():
    print("said before")
    assert {"a": [1, 2]} == {"a": [1, 3]}

def test_error(request):
    raise KeyError("k")
"""


def run(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", *arguments],
        cwd=HERE,
        capture_output=True,
        text=True,
    )
    text = re.sub(r"in \d+\.\d+s", "in N s", done.stdout + done.stderr).replace(str(HERE), "HERE")
    print(f"--- {arguments} exit {done.returncode}", re.sub(r"=+", "=", text), sep="\n")


(HERE / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n")
(HERE / "conftest.py").write_text("import pytest\n\n@pytest.fixture(autouse=True)\ndef each():\n    yield\n")
(HERE / "test_all.py").write_text(SUITE)
run()
# Plugins that are named, in the place of all that there are.
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
run("-x", "--tb=line", "-k", "differs or error", "-p", "pytest_asyncio.plugin")
for path in sorted(HERE.rglob("*"), reverse=True):
    path.rmdir() if path.is_dir() else path.unlink()
HERE.rmdir()

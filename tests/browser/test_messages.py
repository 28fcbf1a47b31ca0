"""What a program says to the page behind the kernel's back ends it, and nothing else: the next run is clean."""

import pytest
from playground import run
from playwright.sync_api import Page

FORGE = "from interleave_kernel import browser as host\nfrom interleave_kernel.machine import link as machine\n"
# The machine without a browser: tests/js/messages.test.mjs.
FORGERIES = {
    "bad arguments": FORGE + "machine.tell('write', 'x', 5)\nmachine.ask('queues')",
    "no such operation": FORGE + "machine.ask('format', '/')",
    "files that are none": FORGE + "machine.tell('files', [{'path': '/tmp/x', 'kind': 'file'}])\nmachine.ask('queues')",
    "a million bad messages": FORGE + "for _ in range(1_000_000): machine.tell('write')\nmachine.ask('queues')",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_bad_request_ends_the_program(warm_playground: Page, name: str) -> None:
    """As a bad system call does under seccomp: SIGSYS."""
    result = run(warm_playground, FORGERIES[name])
    assert (result["status"], result["exitCode"], result["signal"]) == ("error", 159, "SIGSYS"), result["output"]
    assert result["output"].count("[process 1 was ended for a bad request to the kernel: ") == 1
    assert run(warm_playground, "print('clean')")["output"] == "clean\n"


def test_a_bad_request_of_a_child_ends_the_child(warm_playground: Page) -> None:
    """Its parent sees the signal, as of any child."""
    code = f"{FORGE}machine.ask('format', '/')"
    source = f"import subprocess, sys\nprint(subprocess.run([sys.executable, '-c', {code!r}]).returncode)\n"
    result = run(warm_playground, source)
    assert (result["status"], result["stdout"]) == ("ok", "-31\n"), result["output"]
    assert "[process 2 was ended for a bad request to the kernel: there is no format]" in result["stderr"]


@pytest.mark.parametrize("name", ["postMessage", "close"])
@pytest.mark.parametrize("holder", ["js", "js.self", "js.globalThis"])
def test_a_program_posts_nothing_and_does_not_close_the_worker(warm_playground: Page, holder: str, name: str) -> None:
    """It is told what to do instead, for all messages that matter."""
    source = f"""
import js
from pyodide.ffi import to_js
for kind in ("image", "ready", "exit", "failed", "output", "state", "signalled", "call"):
    forged = {{"type": kind, "status": 0, "message": "forged", "image": 1}}
    message = to_js(forged, dict_converter=js.Object.fromEntries)
    try:
        {holder}.{name}(message)
    except Exception as error:
        assert "is not for programs of this page" in str(error), error
    else:
        print("posted")
print("goes on")
"""
    result = run(warm_playground, source)
    assert (result["status"], result["output"]) == ("ok", "goes on\n")
    assert run(warm_playground, "print('clean')")["output"] == "clean\n"


def test_a_program_that_tells_without_end_leaves_the_page_alive(warm_playground: Page) -> None:
    """Of messages that make sense: Stop ends it, the next run is clean."""
    source = f"{FORGE}print('up', flush=True)\nwhile True: machine.tell('watch')\n"
    result = run(warm_playground, source, stop_after="up")
    assert result["status"] == "stopped", result["output"]
    assert run(warm_playground, "print('clean')")["output"] == "clean\n"

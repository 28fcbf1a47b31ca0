"""What a reader types: `input()`, `sys.stdin` and the field in the output."""

import re

from playground import run
from playwright.sync_api import Page, expect


def test_the_field_in_the_output(playground: Page) -> None:
    """It comes when the program waits, takes what is typed, and goes with the program."""
    page = playground
    page.evaluate("document.querySelector('py-snippet').source = 'print(\"Hello,\", input(\"Your name? \"))\\n'")
    field = page.get_by_role("textbox", name="Input: Your name?")
    page.get_by_role("button", name=re.compile("^Run")).click()
    # The reader's focus was at the toolbar: it goes where an answer is wanted.
    expect(field).to_be_focused(timeout=60_000)
    expect(page.get_by_role("status")).to_have_text("waiting for input…")
    assert page.evaluate("getComputedStyle(document.activeElement).fontSize") == "16px"
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("exit 0", timeout=60_000)
    expect(page.locator(".snippet-output code")).to_have_text("Your name? Ada\nHello, Ada\n")
    expect(page.locator(".snippet-stdin")).to_have_text("Ada\n")
    expect(field).to_be_hidden()
    expect(page.get_by_role("button", name=re.compile("^Run"))).to_be_focused()


def test_the_field_takes_the_focus_from_nobody(playground: Page) -> None:
    """A reader who writes elsewhere meanwhile goes on."""
    page = playground
    page.evaluate("document.querySelector('py-snippet').source = 'print(input())\\n'")
    page.locator(".cm-content").focus()
    # Both in one turn of the page: an interpreter that is ready asks sooner than the next key comes from here.
    page.locator(".cm-content").evaluate("""editor => {
      const pressed = {key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true, cancelable: true};
      editor.dispatchEvent(new KeyboardEvent("keydown", pressed));
      // As a key does; a command of a script's alone is announced to nobody.
      editor.dispatchEvent(new InputEvent("beforeinput", {inputType: "insertText", data: "#", bubbles: true}));
      document.execCommand("insertText", false, "#");
    }""")
    expect(page.locator(".cm-content")).to_contain_text("#")
    field = page.get_by_role("textbox", name="Input", exact=True)
    expect(field).to_be_visible(timeout=60_000)
    expect(page.locator(".cm-content")).to_be_focused()
    field.press("Escape")
    expect(page.get_by_role("status")).to_have_text("stopped, exit 130 (as by Ctrl+C)", timeout=60_000)


def test_end_of_input(playground: Page) -> None:
    """Ctrl+D and the button; what stands in the field is sent first; pasted lines stay lines."""
    page = playground
    source = "import sys\nprint([line for line in sys.stdin])\nprint(sys.stdin.read().split())\n"
    page.evaluate("source => { document.querySelector('py-snippet').source = source }", source)
    page.get_by_role("button", name=re.compile("^Run")).click()
    field = page.get_by_role("textbox", name="Input", exact=True)
    field.fill("one")
    field.press("Enter")
    field.fill("two")
    field.press("Control+d")
    expect(page.locator(".snippet-stdout").first).to_have_text("['one\\n', 'two\\n']\n")
    page.evaluate("""() => {
      const data = new DataTransfer();
      data.setData("text", "a\\r\\nb\\nc");
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, cancelable: true}));
    }""")
    expect(field).to_have_value("c")
    page.get_by_role("button", name="End of input").click()
    expect(page.get_by_role("status")).to_contain_text("exit 0", timeout=60_000)
    expect(page.locator(".snippet-stdout").last).to_have_text("['a', 'b', 'c']\n")


def test_stdin_is_a_terminal(playground: Page) -> None:
    """A line at a time, typed ahead or not; its end is found once, and what follows can be read."""
    source = """
import os, stat, sys
print(sys.stdin.isatty(), os.isatty(0), stat.S_ISCHR(os.fstat(0).st_mode))
print(sys.stdin.readline())
print(os.read(0, 100), os.read(0, 2), os.read(0, 100))
print(repr(sys.stdin.read()))
try:
    input("more? ")
except EOFError as error:
    print(error)
print(input())
"""
    result = run(playground, source, answers=["first\nsecond\nthird\nfour\n", None, None, "last\n"])
    assert result["stdout"] == (
        "True True True\nfirst\n\nb'second\\n' b'th' b'ird\\n'\n'four\\n'\nmore? EOF when reading a line\nlast\n"
    )
    assert result["exitCode"] == 0, result["output"]


def test_input_blocks_only_the_thread_that_reads(playground: Page) -> None:
    """A loop and another thread go on beside it."""
    source = """
import asyncio, threading

ticks = 0
def tick(stop):
    global ticks
    while not stop.wait(0.01):
        ticks += 1

async def main():
    stop = threading.Event()
    thread = threading.Thread(target=tick, args=[stop])
    thread.start()
    asking = asyncio.create_task(asyncio.to_thread(input, "name? "))
    rounds = 0
    while not (asking.done()):
        await asyncio.sleep(0.01)
        rounds += 1
        if rounds == 20:
            print("go on")
    stop.set()
    print(await asking, rounds >= 20, ticks >= 10)

asyncio.run(main())
"""
    page = playground
    page.evaluate("""() => {
      const snippet = document.querySelector("py-snippet");
      snippet.addEventListener("output", ({detail}) => {
        if (detail.text.includes("go on")) snippet.write("Grace\\n");
      });
    }""")
    assert run(page, source)["stdout"] == "name? go on\nGrace True True\n"


def test_an_event_loop_reads_stdin(playground: Page) -> None:
    """connect_read_pipe, add_reader and select."""
    source = """
import asyncio, select, sys

async def main():
    loop = asyncio.get_running_loop()
    line = loop.create_future()
    loop.add_reader(sys.stdin, lambda: line.done() or line.set_result(sys.stdin.readline()))
    print("reader", repr(await line))
    loop.remove_reader(sys.stdin)
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await loop.connect_read_pipe(lambda: protocol, open(0, "rb", 0, closefd=False))
    async for line in reader:
        print("pipe", line)

print(select.select([sys.stdin], [], [], 0)[0])
print(select.select([sys.stdin], [], [], 60)[0] == [sys.stdin], repr(sys.stdin.readline()))
asyncio.run(main())
"""
    result = run(playground, source, answers=["one\n", "two\n", "three\n", None])
    assert result["output"] == "[]\nTrue 'one\\n'\nreader 'two\\n'\npipe b'three\\n'\n"


def test_a_child_reads_the_terminal_that_it_inherits(playground: Page) -> None:
    """As in a shell."""
    source = """
import subprocess, sys
code = "import sys; print('child', sys.stdin.isatty(), input('child? '), flush=True)"
subprocess.run([sys.executable, "-c", code], check=True)
print("parent", input("parent? "))
print(subprocess.run([sys.executable, "-c", "input()"], stdin=subprocess.DEVNULL, capture_output=True).returncode)
"""
    result = run(playground, source, answers=["a\n", "b\n"])
    assert result["stdout"] == "child? child True a\nparent? parent b\n1\n"


def test_stop_while_it_waits(playground: Page) -> None:
    """KeyboardInterrupt, in the main thread or beside it."""
    result = run(playground, "try:\n    input('? ')\nfinally:\n    print('cleaned up')\n", stop_after="? ")
    assert (result["status"], result["exitCode"]) == ("stopped", 130), result["output"]
    assert result["stdout"] == "? cleaned up\n"
    beside = (
        "import threading, time\nthreading.Thread(target=input, args=['? '], daemon=True).start()\ntime.sleep(60)\n"
    )
    assert run(playground, beside, stop_after="? ")["exitCode"] == 130


def test_two_threads_read(playground: Page) -> None:
    """One after the other, each a line of its own."""
    source = """
import threading
lines = []
threads = [threading.Thread(target=lambda: lines.append(input())) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(sorted(lines))
"""
    assert run(playground, source, answers=["a\nb\n"])["stdout"] == "['a', 'b']\n"


def test_what_is_typed_is_no_output(playground: Page) -> None:
    """The result holds what the program printed; typing before Run's program is there is typing ahead."""
    page = playground
    result = page.evaluate("""async () => {
      const snippet = document.querySelector("py-snippet");
      snippet.write("to nobody\\n");
      snippet.source = "print(input(), input())\\n";
      const running = snippet.run();
      await Promise.resolve().then(() => 0);
      while (!snippet.hasAttribute("data-running")) await new Promise((resolve) => setTimeout(resolve));
      snippet.write("typed ahead\\n");
      snippet.write("of it\\n");
      return running;
    }""")
    assert (result["output"], result["stdout"]) == ("typed ahead of it\n", "typed ahead of it\n")

"""A recorded program runs as with `python FILE`: what it sees, what it prints, how it ends."""

import sys
from pathlib import Path

import pytest
from tracing.programs import PYTHONS, read, record, run, select, write

PROGRAMS = {
    "what it sees": """
        import __main__, inspect, os, sys, traceback
        print(__name__, __file__, __main__.__dict__.keys(), sys.argv, sys.orig_argv[1:], sys.path)
        print([frame.function for frame in inspect.stack()], sys.flags)
        print("sitecustomize" in sys.modules, "interleave" in sys.modules, os.environ.get("PYTHONPATH"))
        print([name for name in os.environ if "INTERLEAVE" in name])
        print(sys.stdout, isinstance(sys.stdout, __import__("io").TextIOWrapper), sys.stdout is sys.__stdout__)
        print(sys.stdout.line_buffering, sys.stdout.write_through, sys.stdout.mode, sys.stderr.errors, sys.stderr)
        traceback.print_stack()
    """,
    "a traceback": """
        import asyncio
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.sleep(1))
                raise ValueError("x")
        asyncio.run(main())
    """,
    "a syntax error": "def",
    "an exit code": "import sys\nprint('bye')\nsys.exit(7)",
    "a text as exit code": "import sys, asyncio\nasync def main():\n    sys.exit('went wrong')\nasyncio.run(main())",
    "KeyboardInterrupt": """
        import asyncio
        async def main():
            raise KeyboardInterrupt
        try:
            asyncio.run(main())
        finally:
            print("after")
    """,
    "stack in a task": """
        import asyncio, inspect
        async def main():
            print([frame.function for frame in inspect.stack()])
            asyncio.current_task().print_stack()
        asyncio.run(main())
    """,
    "an exception that nobody retrieves": """
        import asyncio, gc
        async def fail():
            raise ValueError("lost")
        async def main():
            asyncio.create_task(fail())
            await asyncio.sleep(0.01)
            gc.collect()
        asyncio.run(main())
    """,
    "other streams": """
        import contextlib, io, sys
        with contextlib.redirect_stdout(io.StringIO()) as file:
            print("not shown")
        print(file.getvalue().upper(), end="")
        class Tee:
            def write(self, text):
                sys.__stdout__.write(text)
        sys.stdout = Tee()
        print("through")
        sys.stdout = sys.__stdout__
        __builtins__.print = lambda *words: sys.stdout.write(f"{words}\\n")
        print("patched")
        sys.stderr.write("err\\n")
        sys.stdout.buffer.write(b"bytes\\n") and sys.stdout.flush()
        try:
            sys.stdout.write(1)
        except TypeError as error:
            print(error)
    """,
    "exec'd code": """
        import asyncio
        exec("async def main():\\n    await asyncio.sleep(0)\\n    print('ran')\\nasyncio.run(main())")
    """,
    "at exit": """
        import atexit, asyncio, threading
        atexit.register(print, "at exit")
        threading.Thread(target=lambda: print("thread")).start()
        asyncio.run(asyncio.sleep(0))
    """,
    "a fork": """
        import os, sys
        print("before", flush=True)
        if os.fork() == 0:
            print("child", flush=True)
            sys.exit(0)
        os.wait()
        print("parent")
    """,
    "an own loop": """
        import asyncio
        class Loop(asyncio.SelectorEventLoop):
            def call_soon(self, callback, *args, context=None):
                return super().call_soon(callback, *args, context=context)
            def time(self):
                return super().time() * 2
        with asyncio.Runner(loop_factory=Loop) as runner:
            runner.run(asyncio.sleep(0.01))
        print("done")
    """,
    "its own tool": """
        import sys
        mon = sys.monitoring
        mon.use_tool_id(mon.PROFILER_ID, "own")
        seen = []
        mon.register_callback(mon.PROFILER_ID, mon.events.PY_START, lambda code, _: seen.append(code.co_name))
        def f(): pass
        mon.set_events(mon.PROFILER_ID, mon.events.PY_START)
        f()
        mon.set_events(mon.PROFILER_ID, 0)
        mon.restart_events()
        print(seen)
    """,
}


@pytest.mark.parametrize("version", [min(PYTHONS), max(PYTHONS)], ids=str)
@pytest.mark.parametrize("name", PROGRAMS)
def test_runs_as_without(name: str, version: tuple[int, int], tmp_path: Path) -> None:
    """The same output on both streams, and the same exit code."""
    python = PYTHONS[version]
    path = write(tmp_path, PROGRAMS[name])
    plain = run(python, path.name, "one", "--two", cwd=tmp_path)
    traced = run(python, "-m", "interleave", "trace", "-o", "trace.jsonl", path.name, "one", "--two", cwd=tmp_path)
    assert traced == plain
    read(tmp_path / "trace.jsonl")


def test_options_of_the_interpreter_are_kept(python: Path, tmp_path: Path) -> None:
    """Warnings as errors, for example."""
    path = write(tmp_path, "import warnings\nwarnings.warn('x')\nprint('not reached')\n")
    plain = run(python, "-W", "error", path.name, cwd=tmp_path)
    assert (
        run(python, "-W", "error", "-m", "interleave", "trace", "-o", "trace.jsonl", path.name, cwd=tmp_path) == plain
    )


def test_interrupted(python: Path, tmp_path: Path) -> None:
    """Ctrl+C cancels the main task, and the trace says by what."""
    source = """
        import asyncio, os, signal
        async def main():
            asyncio.get_running_loop().call_later(0.01, os.kill, os.getpid(), signal.SIGINT)
            await asyncio.sleep(60)
        asyncio.run(main())
    """
    events = record(python, source, tmp_path)
    assert select(events, "signal_received", signal="SIGINT")
    (request,) = select(events, "cancel_requested", task=1)
    assert request["detail"]["by"] == {"signal": "SIGINT"}
    assert select(events, "task_exited", task=1)[0]["detail"]["outcome"] == "cancelled"
    assert events[-1]["detail"] == {"failed": "KeyboardInterrupt"}


def test_what_cannot_be_recorded(tmp_path: Path) -> None:
    """A missing file, no environment, an old Python: a message, and nothing runs."""
    python = PYTHONS[max(PYTHONS)]
    path = write(tmp_path, "print('ran')")
    cases: dict[tuple[str | Path, ...], str] = {
        (python, "-m", "interleave", "trace", "missing.py"): "there is no file missing.py",
        (sys.executable, "-m", "interleave", "trace", path.name): "needs Python 3.12",
        (python, "-m", "interleave"): "usage:",
    }
    for words, message in cases.items():
        out, err, code = run(Path(words[0]), *map(str, words[1:]), cwd=tmp_path)
        assert out == "" and code in (1, 2) and message in err


def test_no_tool_id_is_free(python: Path, tmp_path: Path) -> None:
    """Whoever holds them is named; the next free one is used before."""
    source = """
        import sys
        from interleave.trace import Recorder
        mon = sys.monitoring
        taken = [mon.use_tool_id(number, f"tool {number}") for number in (3, 4)]
        recorder = Recorder(__file__)
        recorder.start()
        print(mon.get_tool(5))
        recorder.stop()
        for number in 0, 1, 2, 5:
            mon.use_tool_id(number, f"tool {number}")
        try:
            Recorder(__file__).start()
        except RuntimeError as error:
            print(error)
    """
    out, err, _ = run(python, write(tmp_path, source), cwd=tmp_path)
    assert out.startswith("interleave\n") and "tool 0, tool 1, tool 2" in out, err


def test_bounded_memory(python: Path, tmp_path: Path) -> None:
    """The first and the last events are kept, and the gap is counted."""
    source = """
        import asyncio
        async def main():
            for _ in range(30_000):
                await asyncio.sleep(0)
        asyncio.run(main())
    """
    events = record(python, source, tmp_path)
    assert len(events) == 25_001
    assert events[20_000]["event"] == "events_cut"
    assert len(events) - 1 + events[20_000]["detail"]["count"] > 60_000

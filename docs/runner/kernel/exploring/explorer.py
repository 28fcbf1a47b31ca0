"""Runs a page's program repeatedly, each time under another schedule; called by process/exploring.js.

A run is: `begin_run`; `run`, on its own stack; `end_run`, which returns what is new; `restore`. The threads of a run
that can't go on, or takes too much, are abandoned where they are: they never run again.
"""

import importlib
import json
import os
import random
import re
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import CodeType, FrameType
from typing import Any

from .. import browser
from ..base.memory import uncollected
from ..base.tracebacks import getframe
from ..python import command, packages, program
from ..recording import deadlock, live, numbering, portable
from ..threads import frames, scheduler
from ..threads.entry import runs_program
from . import loop, search
from .fresh import Baseline
from .order import Order
from .points import Points

_Options = dict[str, Any]


class Explorer:
    """The runs of one exploration.

    Args:
        argv: The command line of a run.
        wanted: The page's request: see shared/schedules.js.
        ask: Shows the reader a choice, given as JSON, and wakes a thread with the answer; returns its number.
    """

    def __init__(self, argv: list[str], wanted: _Options, ask: Callable[[str, int], int]) -> None:
        self._ask = ask
        self._argv = argv
        self._wanted = wanted
        self._path = os.path.abspath(argv[1])
        self._sources: Any = None
        self._baseline: Baseline | None = None
        self._loop: Any = None
        self._search = search.Search(wanted, self._pick)
        self._choices: search.Choices | None = None
        self._points = Points(self._is_own)
        # The threads to choose from, and the running one.
        self._options: list[scheduler.Thread] = []
        self._me = scheduler.main
        self._failures: list[BaseException] = []
        self._limit = ""

    # Called by JavaScript

    def prepare(self) -> None:
        """Prepare the first run: import the program's modules, and record the state of the interpreter."""
        with open(self._path, "rb") as file:
            source = file.read().decode("utf-8", "replace")
        for name in sorted(packages.asked(source).modules):
            if name.partition(".")[0] in sys.stdlib_module_names:
                with suppress(Exception):  # the program will get the error
                    importlib.import_module(name)
        portable.load()
        self._sources = portable.load().source.Sources(self._path)
        self._loop = loop.make(self._wanted["jitter"])
        self._points.start()
        self._baseline = Baseline(os.path.dirname(self._path))

    def begin_run(self) -> bool:
        """Prepare the next run; returns whether there is one."""
        self._choices = self._search.next()
        if self._choices is None:
            return False
        self._choices.line = lambda: self._line_of_frame(getframe(1))
        self._failures, self._limit = [], ""
        return True

    @runs_program
    def run(self) -> int:
        """Run the program; returns its exit code."""
        random.seed(0)
        numbering.begin()
        _forget_loop()
        scheduler.enter_main()
        scheduler.schedule_by(Order(self._choose, self._points.is_after_lock, self._give_up))
        self._loop.begin(self._choices)
        loop.use(self._loop)
        command.prepare([], None)
        threading.excepthook = self._note_thread(threading.excepthook)
        name, *given = self._argv
        sys.orig_argv = list(self._argv)
        try:
            return command.run(given, name, _wind_up)
        except Exception as error:  # the program has taken away what the library needs, such as a built-in function
            self._failures.append(error)
            return 1

    def end_run(self, how: str, status: int, output: str) -> str:
        """End the run; returns the messages for the page, as JSON.

        Args:
            how: "exit" with a status, "stuck" if no thread can go on, or "refused".
            status: An exit code, or a signal's number, negative.
            output: The run's output.
        """
        assert self._choices is not None and self._baseline is not None
        self._baseline.restore_builtins()
        with uncollected():
            agents = json.loads(deadlock.describe() or "[]") if how == "stuck" else []
            outcome = self._outcome(how, status, output, agents)
        live.finish()
        if how == "undo":
            return json.dumps([("rewound", {"schedule": self._search.undo(self._choices)})])
        messages = self._search.heard(self._choices, outcome)
        if agents and self._wanted["mode"] in search.SINGLE:
            messages.append(("deadlock", {"agents": agents}))
        return json.dumps(messages)

    def restore(self) -> None:
        """Restore the interpreter's state; no thread of the run runs any more."""
        scheduler.schedule_by(None)
        loop.use(None)
        self._points.forget()
        self._failures = []
        self._sources.forget_own()
        if sys.modules.get("__main__") is not None:
            program.let_go_of_main()
        assert self._baseline is not None
        self._baseline.restore()

    def steps(self) -> int:
        """How many steps the run has taken."""
        return scheduler.order.steps if isinstance(scheduler.order, Order) else 0

    def close(self, reason: str) -> None:
        """End a run that takes too long."""
        if isinstance(scheduler.order, Order):
            scheduler.order.close()
        self._limit = reason

    def ended(self) -> str:
        """The last message of the exploration, as JSON."""
        return json.dumps(self._search.ended())

    # Outcomes

    def _outcome(self, how: str, status: int, output: str, agents: list[dict[str, Any]]) -> dict[str, Any]:
        ending, message, line = "done", "", None
        if how == "stuck":
            ending = "deadlock"
            message = (
                " ".join(agent["sentence"] for agent in agents) or "All threads wait, and nothing is left to wake one."
            )
        elif how == "refused":
            ending, message = (
                how,
                "It runs another program in its place, or starts an interpreter, which the search can't follow.",
            )
        elif self._limit:
            ending, message = "limit", self._limit
        elif self._failures or status != 0:
            ending = "failed"
            error = self._failures[-1] if self._failures else getattr(sys, "last_exc", None)
            if error is not None:
                message, line = _last_line(error), self._line_of(error)
            else:
                message = f"exit code {status}" if status > 0 else f"signal {-status}"
        return {"ending": ending, "message": message, "line": line, "output": output, "agents": agents}

    def _note_thread(self, hook: Any) -> Any:
        def note(args: Any) -> None:
            if args.exc_value is not None and args.exc_type is not SystemExit:
                self._failures.append(args.exc_value)
            hook(args)

        return note

    def _line_of(self, error: BaseException) -> int | None:
        found, tb = None, error.__traceback__
        while tb is not None:
            place = self._sources.place(tb.tb_frame)
            if place is not None and place.file is None:
                found = tb.tb_lineno
            tb = tb.tb_next
        return found

    def _is_own(self, code: CodeType) -> bool:
        """Whether code is from the program's files. Code compiled from text is mostly a library's (dataclasses)."""
        return not code.co_filename.startswith("<") and bool(self._sources.is_own(code))

    def _give_up(self, reason: str) -> None:
        self._limit = reason
        browser.end_process(0)

    # Choices

    def _choose(self, kind: str, options: list[scheduler.Thread], me: scheduler.Thread) -> int:
        """Choose the thread that runs next; `me` is the running one."""
        assert self._choices is not None
        self._options, self._me = options, me
        try:
            return self._choices.choose(kind, len(options), self._change)
        finally:
            self._options = []

    def choose_turn(self, kind: str, names: str, picked: int | None) -> str:
        """Choose the process that runs next: `taken`, or the `choice` to show the reader; as JSON.

        `picked` is the reader's choice. Called while no thread of this process runs.
        """
        assert self._choices is not None
        found = json.loads(names)
        if picked is not None:
            self._choices.plan(picked)
        if self._choices.asks:
            options = [{"name": name, "kind": "process", "line": None} for name in found]
            return json.dumps({"choice": {"step": self._choices.step, "kind": kind, "options": options}})
        taken = self._choices.choose(kind, len(found), lambda taken: f"{found[taken]} before {found[0]}")
        return json.dumps({"taken": taken})

    def _change(self, taken: int) -> str:
        return f"{_name_of(self._options[taken])} before {_name_of(self._options[0])}"

    def _pick(self, step: int, kind: str, count: int, describe: Callable[[int], str]) -> int:
        """Let the reader choose."""
        described = []
        if self._options:
            found = frames.native_frames()
            for thread in self._options:
                frame = getframe(1) if thread is self._me else found.get(thread.ident)
                described.append({"name": _name_of(thread), "kind": "thread", "line": self._line_of_frame(frame)})
        else:
            changes = [describe(each) for each in range(1, count)]
            names = [changes[0].rpartition(" before ")[2], *(change.partition(" before ")[0] for change in changes)]
            described = [{"name": _without_place(name), "kind": kind, "line": _line_in(name)} for name in names]
        me = self._me if self._options else scheduler.current
        number = self._ask(json.dumps({"step": step, "kind": kind, "options": described}), me.ident)
        while not browser.answered(number):
            browser.suspend(me.ident, None, False)
        return int(browser.take_answer(number))

    def _line_of_frame(self, frame: FrameType | None) -> int | None:
        while frame is not None:
            place = self._sources.place(frame)
            if place is not None and place.file is None:
                return int(place.line)
            frame = frame.f_back
        return None


@runs_program
def _wind_up(code: int) -> int:
    """End the program but not the interpreter; the output of finalizers belongs to the run."""
    code = program.wind_up(code)
    program.let_go_of_main()
    return code


def _forget_loop() -> None:
    """Forget the previous run's event loop, which may not have been closed."""
    asyncio_c = sys.modules.get("_asyncio")
    if asyncio_c is not None:
        asyncio_c._set_running_loop(None)


def _name_of(thread: scheduler.Thread) -> str:
    if thread is scheduler.main:
        return "the main thread"
    module: Any = threading
    known = module._active.get(thread.ident)
    if known is None:  # it has not begun
        known = next((each for each in module._limbo if each._os_thread_handle.ident == thread.ident), None)
    return str(getattr(known, "name", "a thread"))


def _line_in(name: str) -> int | None:
    """The line in a waiting task's name as composed by the recipe: `Task-1 (program.py:12)`."""
    found = re.search(r"\(\S+:(\d+)\)", name)
    return int(found[1]) if found else None


def _without_place(name: str) -> str:
    return re.sub(r" \(\S+:\d+\)", "", name)


def _last_line(error: BaseException) -> str:
    return traceback.format_exception_only(error)[-1].strip()


def make(argv: list[str], wanted: _Options, ask: Callable[[str, int], int]) -> Explorer:
    """Create the explorer of a page's request."""
    return Explorer(argv, wanted, ask)

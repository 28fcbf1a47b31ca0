"""The interactive mode: `python -i`, and `python` whose standard input is a terminal.

Source: Modules/main.c and Python/pythonrun.c of CPython 3.14, Lib/code.py.
"""

import code
import linecache
import os
import sys
from types import CodeType, ModuleType
from typing import Any

from ..threads.entry import runs_program
from .command_line import Command

_BANNER = 'Type "help", "copyright", "credits" or "license" for more information.'


class _Console(code.InteractiveConsole):
    """Reads statements from standard input; prompts and errors go to standard error."""

    def raw_input(self, prompt: str = "") -> str:
        """Read a line. Raises EOFError."""
        self.write(prompt)
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            raise EOFError
        return line.removesuffix("\n")

    def runsource(self, source: str, filename: str = "<input>", symbol: str = "single") -> bool:
        """Compile and run a statement; returns whether it is incomplete."""
        self._typed = source
        return super().runsource(source, filename, symbol)

    def runcode(self, code: CodeType) -> None:
        """Run a statement, whose lines tracebacks show."""
        linecache._register_code(code, self._typed, "<stdin>")  # type: ignore[attr-defined]
        super().runcode(code)

    def showsyntaxerror(self, filename: str | None = None, **options: Any) -> None:
        """Report a syntax error, even at the end of the statement."""
        error = sys.exception()
        if isinstance(error, SyntaxError) and error.lineno is not None:
            lines = self._typed.splitlines()
            if error.lineno <= len(lines):
                error.text = lines[error.lineno - 1] + "\n"
                error.offset = error.offset or len(error.text)  # 0 means the end of the line
        super().showsyntaxerror(filename, **options)


def is_wanted(command: Command) -> bool:
    """Whether to read statements from standard input after the program."""
    inspects = command.flags.get("inspect") or (command.uses_environment() and os.environ.get("PYTHONINSPECT"))
    return bool(inspects or is_forced(command)) and (is_forced(command) or is_terminal())


def is_forced(command: Command) -> bool:
    """Whether `-i` forces interactive mode."""
    return bool(command.flags.get("interactive"))


def is_terminal() -> bool:
    """Whether standard input is a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


@runs_program
def run(module: ModuleType, command: Command, greets: bool) -> None:
    """Execute typed statements in a module until the input ends. Raises SystemExit."""
    sys.ps1, sys.ps2 = getattr(sys, "ps1", ">>> "), getattr(sys, "ps2", "... ")
    console = _Console(module.__dict__, "<stdin>")
    if greets and not command.flags.get("quiet"):
        console.write(f"Python {sys.version} on {sys.platform}\n{_BANNER}\n")
    if greets and (startup := command.uses_environment() and os.environ.get("PYTHONSTARTUP")):
        _run_startup(str(startup), console)
    console.interact(banner="", exitmsg="")


@runs_program
def _run_startup(path: str, console: _Console) -> None:
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError as error:
        console.write(f"Could not open PYTHONSTARTUP\n{type(error).__name__}: {error}\n")
        return
    try:
        exec(compile(source, path, "exec"), console.locals)
    except SystemExit:
        raise
    except BaseException:
        console.showtraceback()

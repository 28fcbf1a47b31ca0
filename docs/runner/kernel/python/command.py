"""`python3 …`: runs the program that a command line names, as `__main__`.

Source: "Command line and environment" of the CPython 3.14 documentation, Modules/main.c.
"""

import builtins
import codecs
import contextlib
import io
import linecache
import marshal
import os
import pkgutil
import runpy
import sys
import textwrap
from collections.abc import Callable, Sequence
from importlib.machinery import BuiltinImporter, SourceFileLoader, SourcelessFileLoader
from importlib.util import MAGIC_NUMBER
from types import ModuleType
from typing import Any

from ..base import tracebacks
from ..files import sharing, table
from ..files.fileio import open as open_descriptor
from ..processes import children, execution, faulthandler, itimers, processes, signals, time_zone
from ..recording import live
from ..sh import shell
from ..threads import scheduler
from ..threads.entry import runs_program
from . import configuration, interactive, program, usage
from .command_line import Command, UsageError, parse
from .configuration import FatalError

_PYC_HEADER = 16  # magic number, flags, and the source's time and size or hash

# The command line of this process, without the interpreter's name, and the directory that it added to sys.path.
words: list[str] = []
directory: str | None = None


# Standard streams


def _connect(descriptors: Sequence[dict[str, Any]]) -> None:
    """Open the descriptors that this process was given; files are open already (open-files.js)."""
    for given in descriptors:
        fd = given["fd"]
        if sharing.is_shared(given):
            table.install_at(fd, sharing.open_shared(given))
        with contextlib.suppress(OSError):  # a file may be gone
            table.set_inheritable(fd, True)


def _open_streams(unbuffered: bool, uses_environment: bool = True) -> None:
    """Create sys.stdin, sys.stdout and sys.stderr on the descriptors 0, 1 and 2."""
    wanted = os.environ.get("PYTHONIOENCODING", "") if uses_environment else ""
    encoding, _, errors = wanted.partition(":")
    with contextlib.suppress(LookupError):
        encoding = encoding and codecs.lookup(encoding).name
    if sys.flags.utf8_mode:
        encoding, errors = encoding or "utf-8", errors or "surrogateescape"
    for fd, name in enumerate(("stdin", "stdout", "stderr")):
        stream = None
        if table.is_open(fd):
            buffer = open_descriptor(fd, "rb" if fd == 0 else "wb", 0 if unbuffered and fd else -1, closefd=False)
            stream = io.TextIOWrapper(
                buffer,
                encoding or "utf-8",
                "backslashreplace" if fd == 2 else errors or "strict",
                line_buffering=fd == 2 or table.is_terminal(fd),
                write_through=unbuffered and fd > 0,
            )
            getattr(buffer, "raw", buffer).name = f"<{name}>"
            stream.mode = "w" if fd else "r"  # type: ignore[misc]
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


# Running


def main_module(**names: Any) -> ModuleType:
    """Create a new `__main__`."""
    module = ModuleType("__main__")
    module.__dict__.update({"__loader__": BuiltinImporter, "__builtins__": builtins, **names})
    # `multiprocessing`, which images contain, gave the former one this other name; a child finds its own classes in
    # what it sends by it.
    sys.modules["__main__"] = sys.modules["__mp_main__"] = module
    return module


def _execute(command: Command) -> int:
    """Run the program, and in interactive mode the statements typed after it; returns the exit code."""
    reads = command.kind == "stdin" and (interactive.is_forced(command) or interactive.is_terminal())
    code = _interact(main_module(), command, greets=True) if reads else _run_program(command)
    if not reads and interactive.is_wanted(command):
        sys.modules["__main__"].__dict__.setdefault("__name__", "__main__")
        code = _interact(sys.modules["__main__"], command, greets=False)
    return code


def _interact(module: ModuleType, command: Command, greets: bool) -> int:
    try:
        interactive.run(module, command, greets)
    except BaseException as error:
        return program.report(error)
    return 0


@runs_program
def _run_program(command: Command) -> int:
    """Run the program that the command line names; returns the exit code."""
    try:
        if command.kind == "-m":
            live.begin(None)
            main_module()
            runpy._run_module_as_main(command.target)  # type: ignore[attr-defined]
            return 0
        if command.kind == "file" and _holds_modules(command.target):
            live.begin(None)
            main_module()
            runpy._run_module_as_main("__main__", alter_argv=False)  # type: ignore[attr-defined]
            return 0
        if command.kind == "file":
            name = os.path.abspath(command.target)
            try:
                with open(command.target, "rb") as file:
                    source: bytes | str = file.read()
            except OSError as error:
                reason = f"[Errno {error.errno}] {error.strerror}"
                print(f"{command.program}: can't open file {name!r}: {reason}", file=sys.stderr)
                return 2
            if command.flags.get("skip_first_line"):
                assert isinstance(source, bytes)
                source = b"\n" + source.partition(b"\n")[2]
            is_compiled = isinstance(source, bytes) and source.startswith(MAGIC_NUMBER)
            loader = (SourcelessFileLoader if is_compiled else SourceFileLoader)("__main__", name)
            module = main_module(__loader__=loader, __file__=name, __cached__=None)
        elif command.kind == "-c":
            name, source, module = "<string>", textwrap.dedent(command.target + "\n"), main_module()
        else:
            name, source = "<stdin>", sys.stdin.read() if sys.stdin is not None else ""
            module = main_module(__file__=name, __cached__=None)
        if isinstance(source, bytes) and source.startswith(MAGIC_NUMBER):
            code = marshal.loads(source[_PYC_HEADER:])
        else:
            code = compile(source, name, "exec", dont_inherit=True)
        if command.kind == "-c":
            # As in CPython, tracebacks find its lines through the code object, warnings don't.
            linecache._register_code(code, source, name)  # type: ignore[attr-defined]
        live.begin(name if command.kind == "file" else None)
        exec(code, module.__dict__)
    except BaseException as error:
        if isinstance(error, SystemExit) and interactive.is_wanted(command):
            tb = tracebacks.traceback_outside_kernel(error.__traceback__)
            sys.excepthook(type(error), error.with_traceback(tb), tb)
            return 0
        return program.report(error)
    return 0


def _holds_modules(path: str) -> bool:
    """Whether a path is a directory or zip file, whose module `__main__` is the program."""
    return pkgutil.get_importer(path) is not None


def _place(command: Command) -> None:
    """Set sys.argv and the first entry of sys.path."""
    global directory
    first = {"-c": "-c", "-m": "-m", "stdin": command.target}.get(command.kind, command.target)
    sys.argv = [first, *command.arguments]
    if command.flags.get("isolated") or command.flags.get("safe_path"):
        return
    if directory is None and command.kind == "-m":
        try:
            directory = os.getcwd()
        except FileNotFoundError:  # it was removed
            return
    elif directory is None and command.kind in ("-c", "stdin"):
        directory = ""
    if directory is None:
        path = os.path.abspath(command.target)
        directory = path if _holds_modules(path) else os.path.dirname(path)
    sys.path.insert(0, directory)


def _understand(given: Sequence[str], name: str) -> Command:
    """Parse a command line, and apply it to the interpreter and `sys`. Raises UsageError, FatalError."""
    global words
    command = parse(given, name)
    words = list(given)
    if command.kind not in ("version", "help"):
        configuration.apply(command)
        _open_streams(bool(command.flags.get("unbuffered")), command.uses_environment())
        if {"faulthandler", "dev"} & {*command.options, *command.from_environment} and sys.stderr is not None:
            faulthandler.enable()
        _place(command)
    return command


def run(given: Sequence[str], name: str, finish: Callable[[int], int] = program.finish) -> int:
    """Run a command line of the interpreter, called as `name`; returns the exit code.

    `finish`: called after the program's last line, with the exit code so far.
    """
    try:
        command = _understand(given, name)
    except (UsageError, FatalError) as error:
        _open_streams(unbuffered=False)
        text = usage.refusal(str(error), name) if isinstance(error, UsageError) else str(error)
        print(text, end="", file=sys.stderr)
        return finish(2 if isinstance(error, UsageError) else 1)
    if command.kind in ("version", "help"):
        _open_streams(unbuffered=False)
        print(_answer(command), end="")
        return finish(0)
    return finish(_execute(command))


def _answer(command: Command) -> str:
    """The text that is printed instead of running a program."""
    if command.kind == "help":
        return usage.help_for(command.target, command.program)
    return f"Python {sys.version if command.target == '-VV' else sys.version.split()[0]}\n"


def prepare(descriptors: Sequence[dict[str, Any]], env: dict[str, str] | None) -> None:
    """Set up a process with descriptors and an environment; None: the present one."""
    scheduler.enter_main()
    tracebacks.install()
    sys.excepthook = sys.__excepthook__
    if env is not None:
        os.environ.clear()
        os.environ.update(env)
        time_zone.set_at_start()
    _connect(descriptors)


def accompany(
    given: Sequence[str], first: str | None, descriptors: Sequence[dict[str, Any]], env: dict[str, str]
) -> None:
    """Become another interpreter of a process, with the command line and first entry of sys.path of the main one."""
    global directory
    directory = first
    prepare(descriptors, env)
    sys.orig_argv = [sys.executable, *given]
    _understand(given, sys.executable)
    main_module()


def main(
    argv: Sequence[str],
    descriptors: Sequence[dict[str, Any]],
    env: dict[str, str] | None,
    blocked: Sequence[int],
    ignored: Sequence[int],
    former: tuple[Sequence[tuple[int, float, float]], Sequence[tuple[int, int | None]]],
    recorded: dict[str, Any] | None = None,
) -> int:
    """Run a command line as a process, with descriptors, an environment, blocked and ignored signals.

    `former`: the timers and the children of the program that this one replaces. `recorded`: the settings with which its
    parent is recorded, if it is. Returns the status.
    """
    if recorded is not None:
        live.inherit(recorded)
    prepare(descriptors, env)
    timers, family = former
    itimers.resume(timers)
    for child, status in family:
        children.born(child, status)
    if blocked:
        signals.pthread_sigmask(2, blocked)
    sys.orig_argv = list(argv)
    name, *given = argv
    while given[:1] == ["--shell"]:  # a shell becomes the last program of its command, which may be a shell too
        signals.begin(ignored, python=False)
        parsed = shell.run(given[1:])
        if isinstance(parsed, int):
            return program.finish(parsed)
        if processes.hash_seed(parsed, os.environ) is not None:
            execution.become(parsed, dict(os.environ))
        name, *given = parsed
    signals.begin(ignored, python=True)
    return run(given, name)

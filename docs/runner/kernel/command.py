"""`python3 …`: runs what a command line names, as `__main__`.

Source: "Command line and environment" of the CPython 3.14 documentation, Modules/main.c.
"""

import builtins
import contextlib
import io
import linecache
import marshal
import os
import pkgutil
import re
import runpy
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.machinery import BuiltinImporter
from importlib.util import MAGIC_NUMBER
from types import ModuleType
from typing import Any

from . import faulthandler, files, program, remote, shell, signals, threads, tracebacks
from .fileio import open as open_descriptor

_WITH_ARGUMENT = {"-c", "-m", "-W", "-X", "--check-hash-based-pycs"}
_FLAGS = {
    "b": "bytes_warning", "B": "dont_write_bytecode", "d": "debug", "E": "ignore_environment", "i": "interactive",
    "I": "isolated", "O": "optimize", "P": "safe_path", "q": "quiet", "s": "no_user_site", "S": "no_site",
    "u": "unbuffered", "v": "verbose", "R": "hash_randomization", "x": "skip_first_line",
}  # fmt: skip

_PYC_HEADER = 16  # magic number, flags, and what tells of the source

# The command line of this process, without the interpreter's name, and the directory that it put into sys.path.
words: list[str] = []
directory: str | None = None


@dataclass
class Command:
    """What a command line asks for."""

    kind: str = "stdin"  # "stdin", "-c", "-m", "file", "version", "help"
    target: str = ""
    arguments: list[str] = field(default_factory=list)
    flags: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)


class UsageError(Exception):
    """A command line that CPython doesn't understand."""


def parse(words: Sequence[str]) -> Command:
    """What the words after the interpreter's name ask for. Raises UsageError."""
    command = Command()
    rest = list(words)
    while rest:
        word = rest[0]
        if word == "-" or not word.startswith("-"):
            command.kind = "stdin" if word == "-" else "file"
            command.target, command.arguments = word, rest[1:]
            return command
        del rest[0]
        if word in ("-V", "--version", "-h", "-?", "--help"):
            command.kind = "version" if word in ("-V", "--version") else "help"
            return command
        for option, argument in _options(word, rest):
            if option in ("-c", "-m"):
                command.kind, command.target, command.arguments = option, argument, rest
                return command
            if option == "-W":
                command.warnings.append(argument)
            elif option == "-X":
                name, equals, value = argument.partition("=")
                command.options[name] = value if equals else True
            elif option != "--check-hash-based-pycs":
                name = _FLAGS[option[1]]
                command.flags[name] = command.flags.get(name, 0) + 1
    return command


def _options(word: str, rest: list[str]) -> Iterator[tuple[str, str]]:
    """The options of a word such as `-Ic`; the argument of one that takes one may be the next word."""
    letters = word if word.startswith("--") else word[1:]
    while letters:
        option = letters if letters.startswith("--") else f"-{letters[0]}"
        letters = "" if option == letters else letters[1:]
        if option in _WITH_ARGUMENT:
            if not letters and not rest:
                raise UsageError(f"Argument expected for the {option} option")
            yield option, letters or rest.pop(0)
            return
        if option[1:] not in _FLAGS:
            raise UsageError(f"Unknown option: {option}")
        yield option, ""


class _Flags(tuple[Any, ...]):
    """`sys.flags` with some fields changed; the real type can't be made anew."""

    def __new__(cls, changes: dict[str, Any]) -> "_Flags":
        original = sys.flags
        # Its repr has the names of its entries in order; there are attributes that are no entries.
        entries = re.findall(r"(\w+)=", repr(original))
        others = [name for name in dir(original) if not name.startswith(("_", "n_")) and name not in ("count", "index")]
        values = {name: getattr(original, name) for name in entries + others} | changes
        self = super().__new__(cls, [values[name] for name in entries])
        self.__dict__.update(values)
        self.__dict__["_entries"] = entries
        return self

    def __repr__(self) -> str:
        return f"sys.flags({', '.join(f'{name}={self.__dict__[name]!r}' for name in self.__dict__['_entries'])})"


def _configure(command: Command) -> None:
    """What options and environment variables set."""
    environment = {} if {"ignore_environment", "isolated"} & set(command.flags) else os.environ
    if environment.get("PYTHONUNBUFFERED"):
        command.flags.setdefault("unbuffered", 1)
    if environment.get("PYTHONDEVMODE"):
        command.options.setdefault("dev", True)
    if environment.get("PYTHONFAULTHANDLER") or command.options.get("dev"):
        command.options.setdefault("faulthandler", True)
    sys._xoptions.update(command.options)
    changes: dict[str, Any] = {
        name: value for name, value in command.flags.items() if name in dir(sys.flags) and name != "safe_path"
    }
    if command.options.get("dev"):
        changes["dev_mode"] = True
    if "isolated" in changes:
        changes |= {"ignore_environment": 1, "no_user_site": 1, "safe_path": True}
    if changes:
        sys.flags = _Flags(changes)  # type: ignore[assignment]
    wanted = [part for part in environment.get("PYTHONWARNINGS", "").split(",") if part] + command.warnings
    if command.options.get("dev"):
        wanted.insert(0, "default")
    if wanted:
        sys.warnoptions.extend(wanted)
        warnings._processoptions(wanted)  # type: ignore[attr-defined]
    if environment.get("PYTHONPATH"):
        sys.path[:0] = environment["PYTHONPATH"].split(":")


# Standard streams


def _connect(descriptors: Sequence[dict[str, Any]]) -> None:
    """Open what this process was given; files are open already (open-files.js)."""
    for given in descriptors:
        fd = given["fd"]
        if "end" in given or "segment" in given:
            files.install_at(fd, remote.open_shared(given))
        with contextlib.suppress(OSError):  # a file may be gone
            files.set_inheritable(fd, True)


def _open_streams(unbuffered: bool) -> None:
    """Make sys.stdin, sys.stdout and sys.stderr of the descriptors 0, 1 and 2."""
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "").partition(":")
    for fd, name in enumerate(("stdin", "stdout", "stderr")):
        stream = None
        if files.is_open(fd):
            buffer = open_descriptor(fd, "rb" if fd == 0 else "wb", 0 if unbuffered and fd else -1, closefd=False)
            stream = io.TextIOWrapper(
                buffer,
                encoding or "utf-8",
                errors or ("backslashreplace" if fd == 2 else "strict"),
                line_buffering=fd == 2 or files.is_terminal(fd),
                write_through=unbuffered and fd > 0,
            )
            getattr(buffer, "raw", buffer).name = f"<{name}>"
            stream.mode = "w" if fd else "r"  # type: ignore[misc]
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


# Running


def main_module(**names: Any) -> ModuleType:
    """A new `__main__`."""
    module = ModuleType("__main__")
    module.__dict__.update({"__builtins__": builtins, **names})
    # `multiprocessing`, which the image holds, gave the former one this other name: what a child sends of its own
    # classes is found by it.
    sys.modules["__main__"] = sys.modules["__mp_main__"] = module
    return module


def _execute(command: Command) -> int:
    """Run the program; returns its exit code."""
    optimize = command.flags.get("optimize", -1)
    try:
        if command.kind == "-m":
            main_module()
            runpy._run_module_as_main(command.target)  # type: ignore[attr-defined]
            return 0
        if command.kind == "file" and _holds_modules(command.target):
            main_module()
            runpy._run_module_as_main("__main__", alter_argv=False)  # type: ignore[attr-defined]
            return 0
        if command.kind == "file":
            try:
                with open(command.target, "rb") as file:
                    source: bytes | str = file.read()
            except OSError as error:
                print(
                    f"{sys.executable}: can't open file {os.path.abspath(command.target)!r}: {error}", file=sys.stderr
                )
                return 2
            name = os.path.abspath(command.target)
            module = main_module(__file__=name, __cached__=None)
        elif command.kind == "-c":
            name, source, module = "<string>", command.target, main_module()
            linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        else:
            name, source, module = "<stdin>", sys.stdin.read(), main_module()
        if isinstance(source, bytes) and source.startswith(MAGIC_NUMBER):
            code = marshal.loads(source[_PYC_HEADER:])
        else:
            code = compile(source, name, "exec", dont_inherit=True, optimize=optimize)
        exec(code, module.__dict__)
    except BaseException as error:
        return program.report(error)
    return 0


def _holds_modules(path: str) -> bool:
    """Whether a path is that of a directory or zip file: its module `__main__` is the program."""
    return pkgutil.get_importer(path) is not None


def _place(command: Command) -> None:
    """Set sys.argv and the first entry of sys.path."""
    global directory
    first = {"-c": "-c", "-m": "-m", "stdin": command.target}.get(command.kind, command.target)
    sys.argv = [first, *command.arguments]
    if command.flags.get("isolated") or command.flags.get("safe_path"):
        return
    if directory is None:
        directory = {"-c": "", "-m": os.getcwd(), "stdin": ""}.get(command.kind)
    if directory is None:
        path = os.path.abspath(command.target)
        directory = path if _holds_modules(path) else os.path.dirname(path)
    sys.path.insert(0, directory)


def _understand(given: Sequence[str]) -> Command:
    """Do what the options of a command line say, and what it means for `sys`."""
    global words
    command = parse(given)
    words = list(given)
    if command.kind not in ("version", "help"):
        _configure(command)
        _open_streams(bool(command.flags.get("unbuffered")))
        if command.options.get("faulthandler") and sys.stderr is not None:
            faulthandler.enable()
        _place(command)
    return command


def run(given: Sequence[str]) -> int:
    """Run a command line of the interpreter's, without its name; returns the exit code."""
    try:
        command = _understand(given)
    except UsageError as error:
        print(f"{error}\nusage: {sys.executable} [option] ... [-c cmd | -m mod | file | -] [arg] ...", file=sys.stderr)
        return 2
    if command.kind in ("version", "help"):
        print(f"Python {sys.version.split()[0]}")
        return 0
    return program.finish(_execute(command))


def _prepare(descriptors: Sequence[dict[str, Any]], env: dict[str, str] | None) -> None:
    threads.enter_main()
    tracebacks.install()
    sys.excepthook = sys.__excepthook__
    if env is not None:
        os.environ.clear()
        os.environ.update(env)
    _connect(descriptors)


def accompany(
    given: Sequence[str], first: str | None, descriptors: Sequence[dict[str, Any]], env: dict[str, str]
) -> None:
    """Be another interpreter of a process, which has a certain command line and first entry of sys.path."""
    global directory
    directory = first
    _prepare(descriptors, env)
    sys.orig_argv = [sys.executable, *given]
    _understand(given)
    main_module(__loader__=BuiltinImporter)


def main(
    argv: Sequence[str],
    descriptors: Sequence[dict[str, Any]],
    env: dict[str, str] | None,
    blocked: Sequence[int],
    ignored: Sequence[int],
) -> int:
    """Be a process, with descriptors, an environment, blocked and ignored signals: run a command line.

    Returns the status.
    """
    _prepare(descriptors, env)
    if blocked:
        signals.pthread_sigmask(2, blocked)
    sys.orig_argv = list(argv)
    given = list(argv[1:])
    while given[:1] == ["--shell"]:  # a shell becomes the last program of its command, which may be a shell too
        signals.begin(ignored, python=False)
        parsed = shell.run(given[1:])
        if isinstance(parsed, int):
            return program.finish(parsed)
        given = parsed
    signals.begin(ignored, python=True)
    return run(given)

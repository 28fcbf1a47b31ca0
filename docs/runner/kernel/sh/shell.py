"""A small `/bin/sh`: enough for the usual commands of `subprocess` with `shell=True`.

It supports pipelines, `;`, `&&`, `||`, `&`, redirections, quotes, `${…}`, `$((…))`, `$(…)`, file name patterns, the
commands below, and programs that this page can run. The last command of a line replaces the shell.
"""

import contextlib
import os
from collections.abc import Sequence
from itertools import zip_longest

from ..processes import children, processes, signals
from ..threads import scheduler
from . import commands, programs
from .expansions import ExpansionError
from .streams import Streams, read_line
from .words import ASSIGNMENT, Command, Expander, Pipeline, ShellSyntaxError, parse

_ONLY_PYTHON = "this page has python, sh and a few like cat and ls"
_SILENT = {signals.SIGINT, signals.SIGPIPE}  # signals after which the shell doesn't report a child's end
_NOT_FOUND, _NOT_RUNNABLE, _USAGE, _BROKEN_PIPE = 127, 126, 2, 141


class _Exit(Exception):  # noqa: N818
    """`exit`."""


def _complain(message: str, streams: Streams | None = None) -> None:
    with contextlib.suppress(OSError):
        os.write(2 if streams is None else streams[2], f"/bin/sh: 1: {message}\n".encode())


def _exit_code(status: int) -> int:
    """Convert a status of waitpid to a shell's exit code."""
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return code
    if -code not in _SILENT:
        import signal  # imported late: the kernel's module doesn't exist yet when this one is imported

        with contextlib.suppress(OSError):
            os.write(2, f"{signal.strsignal(-code)}\n".encode())
    return 128 - code


class _Builtin:
    """A built-in command that runs in parallel, as part of a pipeline."""

    def __init__(self, words: list[str], streams: Streams) -> None:
        self._words, self._streams = words, streams
        self._status: int | None = None
        self._waiting = scheduler.WaitQueue()
        scheduler.start(self._run)

    def _run(self) -> None:
        status = _run_builtin(self._words, self._streams)
        for fd in self._streams:
            if fd > 2:
                os.close(fd)
        self._status = status
        self._waiting.notify_all()

    def wait(self) -> int:
        """Wait for its end; returns its exit code."""
        self._waiting.wait(lambda: self._status is not None)
        return self._status or 0


class _Child:
    """A process of a pipeline."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def wait(self) -> int:
        """Wait for its end; returns its exit code."""
        return _exit_code(children.waitpid(self.pid, 0)[1])


def _run_builtin(words: list[str], streams: Streams, ends: bool = False) -> int:
    """Run a built-in; returns its exit code. `ends`: SIGPIPE ends this process, which exists only for it."""
    try:
        return commands.COMMANDS[words[0]](words[1:], streams)
    except BrokenPipeError as error:
        if signals.is_ignored(signals.SIGPIPE):
            _report(words[0], f"write error: {error.strerror}", streams)
            return 1
        if ends or words[0] not in programs.PROGRAMS:
            signals.end(-signals.SIGPIPE)
        return _BROKEN_PIPE
    except OSError as error:
        where = f"{error.filename}: " if error.filename is not None else ""
        _report(words[0], f"{where}{error.strerror}", streams)
        return 1
    except ValueError as error:
        _report(words[0], str(error), streams)
        return _USAGE


def _report(command: str, message: str, streams: Streams) -> None:
    """Report a command's error, in the shell's name for built-ins."""
    if command in programs.PROGRAMS:
        with contextlib.suppress(OSError):
            os.write(streams[2], f"{command}: {message}\n".encode())
    else:
        _complain(f"{command}: {message}", streams)


class Shell:
    """One shell: its variables and its last exit code."""

    def __init__(self, name: str, arguments: Sequence[str]) -> None:
        self._parameters = [name, *arguments]
        self._variables: dict[str, str] = {}
        self._status = 0
        self._background: list[_Child] = []
        self._expander = Expander(self._value, self._set, self._substitute)

    def _value(self, name: str) -> str | None:
        special = {"?": self._status, "$": processes.getpid(), "#": len(self._parameters) - 1}
        if name in special:
            return str(special[name])
        if name == "!":
            return str(self._background[-1].pid) if self._background else ""
        if name in ("@", "*"):
            return " ".join(self._parameters[1:])
        if name.isdecimal():
            return self._parameters[int(name)] if int(name) < len(self._parameters) else None
        return self._variables.get(name, os.environ.get(name))

    def _set(self, name: str, value: str) -> None:
        if name in os.environ:
            os.environ[name] = value
        else:
            self._variables[name] = value

    def _substitute(self, line: str) -> str:
        """The output of a command substitution."""
        reader, writer = os.pipe()
        pid = processes.start(["sh", "--shell", "-c", line], [(0, 0), (1, writer), (2, 2)])
        os.close(writer)
        data = bytearray()
        while part := os.read(reader, 65536):
            data += part
        os.close(reader)
        self._status = _Child(pid).wait()
        return data.decode(errors="replace").rstrip("\n")

    def run(self, line: str) -> int | list[str]:
        """Run a line; returns its exit code, or the command line of the interpreter that replaces the shell."""
        try:
            pipelines = parse(line)
        except ShellSyntaxError as error:
            _complain(f"Syntax error: {error}")
            return _USAGE
        before = ""
        try:
            for index, pipeline in enumerate(pipelines):
                skipped = (before == "&&" and self._status) or (before == "||" and not self._status)
                before = pipeline.separator
                if skipped:
                    continue
                outcome = self._run_pipeline(pipeline, last=index == len(pipelines) - 1)
                if isinstance(outcome, list):
                    return outcome
                self._status = outcome
        except _Exit:
            pass
        except ExpansionError as error:
            _complain(str(error))
            return _USAGE
        return self._status

    def _run_pipeline(self, pipeline: Pipeline, last: bool) -> int | list[str]:
        parts = pipeline.commands
        if pipeline.separator != "&" and len(parts) == 1:
            return self._run_command(parts[0], last)
        stages: list[_Builtin | _Child | int] = []
        source = 0
        for index, command in enumerate(parts):
            reader, writer = os.pipe() if index < len(parts) - 1 else (0, 1)
            stages.append(self._start(command, source, writer))
            for fd in (source, writer):
                if fd > 2:
                    os.close(fd)
            source = reader
        if pipeline.separator == "&":
            self._background += [stage for stage in stages if isinstance(stage, _Child)]
            return 0
        codes = [stage if isinstance(stage, int) else stage.wait() for stage in stages]
        return codes[-1]

    def _start(self, command: Command, source: int, target: int) -> "_Builtin | _Child | int":
        """Start a command of a pipeline; returns an exit code if that fails."""
        opened: list[int] = []
        try:
            environment, words = self._expand(command)
            streams = self._redirect(command, (source, target, 2), opened)
            if not words:
                return 0
            if words[0] in commands.COMMANDS:
                return _Builtin(words, tuple(os.dup(fd) if fd > 2 else fd for fd in streams))  # type: ignore[arg-type]
            argv = self._program(words)
            if isinstance(argv, int):
                return argv
            return _Child(processes.start(argv, enumerate(streams), env={**os.environ, **environment}))
        except OSError as error:
            _complain(f"cannot open {error.filename}: {error.strerror}")
            return _USAGE
        finally:
            for fd in opened:
                os.close(fd)

    def _expand(self, command: Command) -> tuple[dict[str, str], list[str]]:
        """The variables set for a command, and its words."""
        environment: dict[str, str] = {}
        rest = list(command.words)
        while rest and (found := ASSIGNMENT.fullmatch(rest[0])):
            environment[found[1]] = self._expander.text(found[2])
            del rest[0]
        return environment, [field for word in rest for field in self._expander.fields(word)]

    def _redirect(self, command: Command, streams: Streams, opened: list[int]) -> Streams:
        """Apply a command's redirections; returns its descriptors. Raises OSError."""
        table = dict(enumerate(streams))
        for fd, operator, word in command.redirections:
            target = self._expander.text(word)
            if operator.endswith("&"):
                table[fd] = table.get(int(target), int(target)) if target.isdecimal() else 0
                continue
            flags = {"<": os.O_RDONLY, ">>": os.O_WRONLY | os.O_CREAT | os.O_APPEND}
            opened.append(os.open(target, flags.get(operator, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 0o666))
            table[fd] = opened[-1]
        return table[0], table[1], table[2]

    def _program(self, words: list[str]) -> list[str] | int:
        """The command line of the interpreter for a program; an exit code if there is no such program."""
        name = words[0]
        candidates = [name] if "/" in name else [os.path.join(path, name) for path in os.get_exec_path()]
        try:
            return processes.command(processes.find(candidates), words)
        except FileNotFoundError:
            _complain(f"{name}: not found ({processes.note_on_program(name) or _ONLY_PYTHON})")
            return _NOT_FOUND
        except OSError as error:
            _complain(f"{name}: {error.strerror}")
            return _NOT_RUNNABLE

    def _run_command(self, command: Command, last: bool) -> int | list[str]:
        opened: list[int] = []
        try:
            environment, words = self._expand(command)
            streams = self._redirect(command, (0, 1, 2), opened)
            if words[:1] == ["exec"]:
                words, last = words[1:], True
                if not words:
                    _become(streams)
            if not words:
                for name, value in environment.items():
                    self._set(name, value)
                return self._status if command.words else 0
            if words[0] == "read":
                return self._read(words[1:], streams)
            if words[0] in ("exit", "export", "unset", "wait"):
                return self._run_special(words[0], words[1:])
            if words[0] in commands.COMMANDS:
                return _run_builtin(words, streams)
            argv = self._program(words)
            if isinstance(argv, int):
                return argv
            if not last:
                return _Child(processes.start(argv, enumerate(streams), env={**os.environ, **environment})).wait()
            os.environ.update(environment)
            _become(streams)
            return argv
        except OSError as error:
            _complain(f"cannot open {error.filename}: {error.strerror}")
            return _USAGE
        finally:
            for fd in opened:
                os.close(fd)

    def _read(self, names: list[str], streams: Streams) -> int:
        """Read a line into variables, a word each, the rest into the last one. Returns 1 at the end of the input."""
        line, ended = read_line(streams[0])
        raw = names[:1] == ["-r"]
        names = names[raw:]
        if not names:
            _complain("read: arg count")
            return _USAGE
        fields = (line if raw else line.replace("\\", "")).split(None, len(names) - 1)
        for name, value in zip_longest(names, fields[: len(names)], fillvalue=""):
            self._set(name, value.rstrip())
        return int(ended)

    def _run_special(self, name: str, arguments: list[str]) -> int:
        """Run a built-in that changes the shell itself."""
        if name == "exit":
            self._status = int(arguments[0]) & 0xFF if arguments and arguments[0].isdecimal() else self._status
            raise _Exit
        if name == "wait":
            codes = [child.wait() for child in self._background]
            self._background.clear()
            return codes[-1] if codes and arguments else 0
        for word in arguments:
            variable, equals, value = word.partition("=")
            if name == "unset":
                self._variables.pop(variable, None)
                os.environ.pop(variable, None)
            else:
                os.environ[variable] = value if equals else self._value(variable) or ""
        return 0


def _become(streams: Streams) -> None:
    """Make redirections permanent (`exec`)."""
    copies = [os.dup(fd) for fd in streams]
    for fd, copy in enumerate(copies):
        if streams[fd] != fd:
            os.dup2(copy, fd)
        os.close(copy)


def run(arguments: Sequence[str]) -> int | list[str]:
    """Run `sh`; returns its exit code, or the command line of the Python program that replaces it.

    `--program` is followed by the name and the arguments of a program that the shell runs itself.
    """
    if arguments[:1] == ["--program"]:
        return _run_builtin(list(arguments[1:]), (0, 1, 2), ends=True)
    if arguments[:1] == ["-c"] and len(arguments) > 1:
        _, line, *rest = arguments
        return Shell(rest[0] if rest else "/bin/sh", rest[1:]).run(line)
    if not arguments or arguments[0].startswith("-"):
        _complain("this shell runs commands and scripts only: sh -c COMMAND, sh FILE")
        return _USAGE
    try:
        with open(arguments[0], encoding="utf-8", errors="surrogateescape") as script:
            line = script.read()
    except OSError:
        _complain(f"cannot open {arguments[0]}: No such file")
        return _USAGE
    return Shell(arguments[0], arguments[1:]).run(line)

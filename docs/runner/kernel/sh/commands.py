"""The commands that the shell runs itself: built-ins, and programs other than Python.

Each gets its arguments and the descriptors of its standard streams, and returns an exit code.
"""

import os
import re
from collections.abc import Callable

from .programs import PROGRAMS
from .streams import Streams, write

_ESCAPE = re.compile(r"\\(?:([abfnrtv\\])|0?([0-7]{1,3}))")
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_CONVERSION = re.compile(r"%([-+ #0]*\d*(?:\.\d+)?)([sdiouxXeEfgGcb%])")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPES[found[1]] if found[1] else chr(int(found[2], 8)), text)


def _echo(arguments: list[str], streams: Streams) -> int:
    newline = arguments[:1] != ["-n"]
    write(streams, _unescaped(" ".join(arguments[not newline :])) + "\n" * newline)
    return 0


def _printf(arguments: list[str], streams: Streams) -> int:
    if not arguments:
        raise ValueError("usage: printf format [arg ...]")
    form, *rest = arguments
    form = _unescaped(form)

    def convert(found: re.Match[str]) -> str:
        flags, kind = found[1], found[2]
        if kind == "%":
            return "%"
        value = rest.pop(0) if rest else ""
        if kind in "diouxX":
            return f"%{flags}{'d' if kind in 'iu' else kind}" % int(value or 0)
        if kind in "eEfgG":
            return f"%{flags}{kind}" % float(value or 0)
        return f"%{flags}s" % (value[:1] if kind == "c" else _unescaped(value) if kind == "b" else value)

    while True:
        left = len(rest)
        write(streams, _CONVERSION.sub(convert, form))
        if not rest or len(rest) == left:
            return 0


def _kill(arguments: list[str], streams: Streams) -> int:
    import signal  # imported late: the kernel's module doesn't exist yet when this one is imported

    number = int(signal.SIGTERM)
    if arguments[:1] == ["-s"]:
        arguments = ["-" + arguments[1], *arguments[2:]]
    if arguments and arguments[0].startswith("-"):
        name = arguments[0][1:].upper()
        number = int(name) if name.isdecimal() else int(signal.Signals["SIG" + name.removeprefix("SIG")])
        arguments = arguments[1:]
    for word in arguments:
        os.kill(int(word), number)
    return 0


def _cd(arguments: list[str], streams: Streams) -> int:
    os.chdir(arguments[0] if arguments else os.environ.get("HOME", "/"))
    return 0


def _pwd(arguments: list[str], streams: Streams) -> int:
    write(streams, os.getcwd() + "\n")
    return 0


def _umask(arguments: list[str], streams: Streams) -> int:
    if arguments:
        os.umask(int(arguments[0], 8))
    else:
        mask = os.umask(0)
        os.umask(mask)
        write(streams, f"{mask:04o}\n")
    return 0


def _test(arguments: list[str], streams: Streams) -> int:
    if arguments[:1] == ["!"]:
        return int(not _test(arguments[1:], streams))
    if len(arguments) == 3:
        left, operator, right = arguments
        if operator in ("=", "!="):
            return int((left == right) is (operator == "!="))
        order = {"-eq": "==", "-ne": "!=", "-lt": "<", "-le": "<=", "-gt": ">", "-ge": ">="}
        difference = int(left) - int(right)
        results = {"==": difference == 0, "!=": difference != 0, "<": difference < 0, "<=": difference <= 0}
        results |= {">": difference > 0, ">=": difference >= 0}
        return int(not results[order[operator]])
    if len(arguments) == 2:
        check: dict[str, Callable[[str], object]] = {
            "-e": os.path.lexists,
            "-f": os.path.isfile,
            "-d": os.path.isdir,
            "-n": bool,
            "-z": lambda word: not word,
            "-s": lambda word: os.path.exists(word) and os.path.getsize(word),
            "-r": lambda word: os.access(word, os.R_OK),
            "-w": lambda word: os.access(word, os.W_OK),
            "-x": lambda word: os.access(word, os.X_OK),
        }
        return int(not check[arguments[0]](arguments[1]))
    return int(not (arguments and arguments[0]))


def _bracket(arguments: list[str], streams: Streams) -> int:
    if arguments[-1:] != ["]"]:
        raise ValueError("missing ]")
    return _test(arguments[:-1], streams)


_OWN: dict[str, Callable[[list[str], Streams], int]] = {
    ":": lambda arguments, streams: 0,
    "true": lambda arguments, streams: 0,
    "false": lambda arguments, streams: 1,
    "[": _bracket,
    "cd": _cd,
    "echo": _echo,
    "kill": _kill,
    "printf": _printf,
    "pwd": _pwd,
    "test": _test,
    "umask": _umask,
}
COMMANDS = _OWN | PROGRAMS
# Commands that are also files, so that they can be run without a shell.
FILES = sorted(PROGRAMS.keys() | _OWN.keys() - {":", "cd", "umask"})

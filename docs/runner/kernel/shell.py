"""A small `/bin/sh`: enough for `subprocess` with `shell=True` to start Python, and for what such commands are made of.

It knows words, quotes, variables, `;`, `&&`, `||`, `cd`, `echo`, `exit`, `true`, `false`, `:`, `exec`, assignments, and
programs that this page can run. The last command of a line takes the shell's place.
"""

import os
import re
import shlex
import sys
from collections.abc import Sequence

_ONLY_PYTHON = "not found (this page runs Python programs only: python, python3)"
_SEPARATORS = {";", "&&", "||"}


def _expand(word: str) -> str:
    return re.sub(r"\$(?:\{(\w+)\}|(\w+))", lambda found: os.environ.get(found[1] or found[2], ""), word)


def _split(line: str) -> list[list[str]]:
    """Commands, each followed by the separator that comes after it ("" at the end)."""
    lexer = shlex.shlex(line, posix=False, punctuation_chars=";&|")
    lexer.whitespace_split = True
    commands: list[list[str]] = [[]]
    for token in lexer:
        if token in _SEPARATORS:
            commands[-1].append(token)
            commands.append([])
        else:
            commands[-1].append(_unquote(token))
    commands[-1].append("")
    return [command for command in commands if len(command) > 1]


def _unquote(token: str) -> str:
    """A word without its quotes; variables are replaced but between single quotes."""
    parts = re.findall(r"'[^']*'|\"(?:\\.|[^\"\\])*\"|\\.|[^'\"\\]+", token)
    words = []
    for part in parts:
        if part.startswith("'"):
            words.append(part[1:-1])
        elif part.startswith('"'):
            words.append(_expand(re.sub(r'\\(["\\$`])', r"\1", part[1:-1])))
        elif part.startswith("\\"):
            words.append(part[1])
        else:
            words.append(_expand(part))
    return "".join(words)


def _is_python(word: str) -> bool:
    return word == sys.executable or os.path.basename(word).startswith("python")


def _builtin(words: list[str]) -> int | None:
    """Run a command of the shell's own; its exit code, None if there is no such."""
    name, *arguments = words
    if name in ("true", ":", "false"):
        return int(name == "false")
    if name == "echo":
        print(*arguments, flush=True)
        return 0
    if name == "cd":
        os.chdir(arguments[0] if arguments else os.environ.get("HOME", "/"))
        return 0
    if name == "exit":
        raise SystemExit(int(arguments[0]) if arguments else 0)
    if re.fullmatch(r"\w+=.*", name, re.DOTALL):
        variable, _, value = name.partition("=")
        os.environ[variable] = value
        return _builtin(arguments) if arguments else 0
    return None


def _run(words: list[str], last: bool) -> int | list[str]:
    """A command's exit code, or what the interpreter has to do in the shell's place."""
    while words and re.fullmatch(r"\w+=.*", words[0], re.DOTALL) and len(words) > 1:
        variable, _, value = words.pop(0).partition("=")
        os.environ[variable] = value
    if words[0] == "exec":
        words, last = words[1:], True
    code = _builtin(words)
    if code is not None:
        return code
    if not _is_python(words[0]):
        print(f"/bin/sh: 1: {words[0]}: {_ONLY_PYTHON}", file=sys.stderr, flush=True)
        return 127
    if last:
        return words[1:]
    import subprocess

    code = subprocess.call([sys.executable, *words[1:]])
    return code if code >= 0 else 128 - code


def parse(arguments: Sequence[str]) -> int | list[str]:
    """Run `sh` with these arguments: its exit code, or the arguments of the Python program that takes its place."""
    if len(arguments) < 2 or arguments[0] != "-c":
        print("/bin/sh: this shell runs commands only: sh -c COMMAND", file=sys.stderr)
        return 2
    code: int | list[str] = 0
    commands = _split(arguments[1])
    try:
        for index, (*words, separator) in enumerate(commands):
            code = _run(words, last=index == len(commands) - 1)
            if isinstance(code, list):
                return code
            if (separator == "&&" and code) or (separator == "||" and not code):
                break
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return code

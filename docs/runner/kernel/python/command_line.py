"""The command line of `python3 …`: its options and their meaning.

Source: Python/getopt.c and `config_parse_cmdline` in Python/initconfig.c of CPython 3.14.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

_WITH_ARGUMENT = {"-c", "-m", "-W", "-X", "--check-hash-based-pycs"}
_ASKS_FOR_HELP = {"-h", "-?", "--help", "--help-all", "--help-env", "--help-xoptions"}
_FLAGS = {
    "b": "bytes_warning", "B": "dont_write_bytecode", "d": "debug", "E": "ignore_environment", "i": "interactive",
    "I": "isolated", "O": "optimize", "P": "safe_path", "q": "quiet", "s": "no_user_site", "S": "no_site",
    "t": "tabs", "u": "unbuffered", "v": "verbose", "R": "hash_randomization", "x": "skip_first_line",
}  # fmt: skip


@dataclass
class Command:
    """A parsed command line."""

    program: str = "python"  # the name by which the interpreter was called
    kind: str = "stdin"  # "stdin", "-c", "-m", "file", "version", "help"
    target: str = ""
    arguments: list[str] = field(default_factory=list)
    flags: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    # Values of variables, by the equivalent -X option.
    from_environment: dict[str, str] = field(default_factory=dict)

    def uses_environment(self) -> bool:
        """Whether the variables PYTHON… have an effect."""
        return not {"ignore_environment", "isolated"} & self.flags.keys()


class UsageError(Exception):
    """A command line that CPython doesn't understand."""


def parse(words: Sequence[str], program: str = "python") -> Command:
    """Parse the words after the interpreter's name. Raises UsageError."""
    command = Command(program)
    rest = list(words)
    versions = 0
    while rest:
        word = rest[0]
        if word == "-" or not word.startswith("-"):
            command.kind = "stdin" if word == "-" else "file"
            command.target, command.arguments = word, rest[1:]
            break
        del rest[0]
        if word == "--":
            command.kind, command.target, command.arguments = ("file", rest[0], rest[1:]) if rest else ("stdin", "", [])
            break
        for option, argument in _options(word, rest):
            if option in _ASKS_FOR_HELP:
                command.kind, command.target = "help", option
                return command
            if option in ("-V", "--version"):
                versions += 1
            elif option in ("-c", "-m"):
                command.kind, command.target, command.arguments = option, argument, list(rest)
                rest.clear()
            else:
                _note(command, option, argument)
    if versions:
        command.kind, command.target = "version", "-V" if versions == 1 else "-VV"
    return command


def _note(command: Command, option: str, argument: str) -> None:
    if option == "-W":
        command.warnings.append(argument)
    elif option == "-X":
        name, equals, value = argument.partition("=")
        command.options[name] = value if equals else True
    elif option == "--check-hash-based-pycs":
        if argument not in ("default", "always", "never"):
            raise UsageError("--check-hash-based-pycs must be one of 'default', 'always', or 'never'")
    else:
        name = _FLAGS[option[1]]
        command.flags[name] = command.flags.get(name, 0) + 1


def _options(word: str, rest: list[str]) -> Iterator[tuple[str, str]]:
    """The options of a word such as `-Ic`; an option's argument may be the next word."""
    letters = word if word.startswith("--") else word[1:]
    while letters:
        option = letters if letters.startswith("--") else f"-{letters[0]}"
        letters = "" if option == letters else letters[1:]
        if option in _WITH_ARGUMENT:
            if not letters and not rest:
                plural = "s" if option.startswith("--") else ""
                raise UsageError(f"Argument expected for the {option} option{plural}")
            yield option, letters or rest.pop(0)
            return
        if option not in ("-V", "--version", *_ASKS_FOR_HELP) and option[1:] not in _FLAGS:
            raise UsageError(f"Unknown option: {option}")
        yield option, ""

"""Parses and expands a shell command line: operators, words, quotes, variables (POSIX.1, XCU 2.2 to 2.6)."""

import glob
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from . import expansions

_OPERATOR = re.compile(r"&&|\|\||[;&|\n()]")
_REDIRECTION = re.compile(r"(\d*)(>>|>&|>\||<&|>|<)")
_NAME = re.compile(r"[A-Za-z_]\w*|[?$!#@*\d]")
ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_KEYWORDS = {"if", "then", "else", "fi", "for", "while", "until", "do", "done", "case", "esac", "function", "{", "}"}


class ShellSyntaxError(Exception):
    """This shell doesn't understand the command line."""


@dataclass
class Command:
    """One command: its words, and its redirections as (descriptor, operator, word)."""

    words: list[str] = field(default_factory=list)
    redirections: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass
class Pipeline:
    """Commands joined by `|`, and the operator after them."""

    commands: list[Command]
    separator: str = ""


def _end_of_quote(line: str, start: int) -> int:
    """The end of the quote, parenthesized expansion or backticks that begin at `start`."""
    opening = line[start]
    closing = ")" if opening == "(" else "}" if opening == "{" else opening
    at = start + 1
    while at < len(line):
        letter = line[at]
        if letter == closing:
            return at + 1
        if letter == "\\" and opening != "'":
            at += 2
        elif opening in "({" and letter in "'\"`({":
            at = _end_of_quote(line, at)
        elif opening == '"' and letter == "$" and line[at + 1 : at + 2] in ("(", "{"):
            at = _end_of_quote(line, at + 1)
        else:
            at += 1
    raise ShellSyntaxError(f"unterminated {opening}")


def _end_of_word(line: str, start: int) -> int:
    at = start
    while at < len(line):
        letter = line[at]
        if letter in " \t\n;&|<>()":
            break
        if letter in "'\"`":
            at = _end_of_quote(line, at)
        elif letter == "$" and line[at + 1 : at + 2] in ("(", "{"):
            at = _end_of_quote(line, at + 1)
        elif letter == "\\":
            at += 2
        else:
            at += 1
    return min(at, len(line))


def _tokens(line: str) -> Iterator[tuple[str, str]]:
    """The kind ("operator", "redirection", "word") and the text of each token."""
    at = 0
    while at < len(line):
        if line[at] in " \t" or line.startswith("\\\n", at):
            at += 1 if line[at] != "\\" else 2
        elif line[at] == "#":
            at = line.find("\n", at) if "\n" in line[at:] else len(line)
        elif found := _REDIRECTION.match(line, at):
            yield "redirection", found[0]
            at = found.end()
        elif found := _OPERATOR.match(line, at):
            yield "operator", found[0]
            at = found.end()
        else:
            end = _end_of_word(line, at)
            yield "word", line[at:end]
            at = end


def parse(line: str) -> list[Pipeline]:
    """The pipelines of a command line. Raises ShellSyntaxError."""
    pipelines = [Pipeline([Command()])]
    target: tuple[int, str] | None = None
    for kind, text in _tokens(line):
        command = pipelines[-1].commands[-1]
        if kind == "word" and target is not None:
            command.redirections.append((*target, text))
            target = None
        elif kind == "word":
            if not command.words and text in _KEYWORDS:
                raise ShellSyntaxError(f'"{text}" is not known to this small shell')
            command.words.append(text)
        elif target is not None or text in "()":
            raise ShellSyntaxError(f'"{text}" unexpected')
        elif kind == "redirection":
            found = _REDIRECTION.match(text)
            assert found is not None
            target = (int(found[1] or (0 if found[2].startswith("<") else 1)), found[2])
        elif text == "|":
            pipelines[-1].commands.append(Command())
        elif command.words or command.redirections:
            pipelines[-1].separator = text
            pipelines.append(Pipeline([Command()]))
        elif text != "\n":
            raise ShellSyntaxError(f'"{text}" unexpected')
    if target is not None:
        raise ShellSyntaxError("newline unexpected")
    if not pipelines[-1].commands[-1].words and not pipelines[-1].commands[-1].redirections:
        if len(pipelines[-1].commands) > 1 or (len(pipelines) > 1 and pipelines[-2].separator in ("&&", "||")):
            raise ShellSyntaxError("end of file unexpected")
        pipelines.pop()
    return pipelines


class _Fields:
    """The fields into which a word is expanded, each with a pattern for file names."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str]] = []
        self.text = self.pattern = ""
        self.started = False

    def add(self, text: str, quoted: bool) -> None:
        """Add text that isn't split."""
        self.started = self.started or quoted or bool(text)
        self.text += text
        self.pattern += glob.escape(text) if quoted else text

    def split(self, text: str) -> None:
        """Add the value of an unquoted expansion: white space ends a field."""
        for index, part in enumerate(re.split(r"\s+", text)):
            if index:
                self.end()
            self.add(part, quoted=False)

    def end(self) -> None:
        """End a field."""
        if self.started:
            self.done.append((self.text, self.pattern))
        self.text = self.pattern = ""
        self.started = False


class Expander:
    """Expands words when a command is run."""

    def __init__(
        self,
        value: Callable[[str], str | None],
        assign: Callable[[str, str], None],
        substitute: Callable[[str], str],
    ) -> None:
        self._value = value  # returns the value of a variable, or None if it isn't set
        self._assign = assign  # sets a variable
        self._substitute = substitute  # returns the output of a command

    def fields(self, word: str) -> list[str]:
        """Expand a word to none, one or several words. Raises ExpansionError, as `text` does."""
        if word == "~" or word.startswith("~/"):
            word = (self._value("HOME") or "") + word[1:]
        fields = _Fields()
        self._expand(word, fields, quoted=False)
        fields.end()
        found: list[str] = []
        for text, pattern in fields.done:
            names = sorted(glob.glob(pattern)) if re.search(r"[*?\[]", text) else []
            found += names or [text]
        return found

    def text(self, word: str) -> str:
        """Expand a word to a single one: the value of an assignment, or a file's name."""
        fields = _Fields()
        self._expand(word, fields, quoted=False, splits=False)
        return fields.text

    def _expand(self, word: str, fields: _Fields, quoted: bool, splits: bool = True) -> None:
        at = 0
        while at < len(word):
            letter = word[at]
            if letter == "'" and not quoted:
                end = _end_of_quote(word, at)
                fields.add(word[at + 1 : end - 1], quoted=True)
            elif letter == '"' and not quoted:
                end = _end_of_quote(word, at)
                fields.add("", quoted=True)
                self._expand(word[at + 1 : end - 1], fields, quoted=True, splits=splits)
            elif letter == "\\" and (not quoted or word[at + 1 : at + 2] in '$`"\\\n'):
                end = at + 2
                fields.add(word[at + 1 : end].replace("\n", ""), quoted=True)
            elif letter in "$`":
                end, value = self._expansion(word, at)
                if quoted or not splits:
                    fields.add(value, quoted=True)
                else:
                    fields.split(value)
            else:
                end = at + 1
                fields.add(letter, quoted)
            at = end

    def _expansion(self, word: str, at: int) -> tuple[int, str]:
        """The end and the value of the expansion that begins with `$` or a backtick."""
        if word[at] == "`":
            end = _end_of_quote(word, at)
            return end, self._substitute(word[at + 1 : end - 1])
        following = word[at + 1 : at + 2]
        if following in ("(", "{"):
            end = _end_of_quote(word, at + 1)
            inside = word[at + 2 : end - 1]
            if following == "{":
                return end, expansions.parameter(inside, self._value, self.text, self._assign)
            if inside.startswith("(") and inside.endswith(")") and _end_of_quote(inside, 0) == len(inside):
                expression = expansions.Arithmetic(self.text(inside[1:-1]), self._value, self._assign)
                return end, str(expression.result())
            return end, self._substitute(inside)
        found = _NAME.match(word, at + 1)
        return (at + 1, "$") if found is None else (found.end(), self._value(found[0]) or "")

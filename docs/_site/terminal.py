"""Renders recorded output as a terminal would: the Python counterpart of docs/runner/page/terminal.js, for the build.

Carriage return and backspace move the cursor back; escape sequences move it, erase and colour (ECMA-48, as in xterm).
tests/terminal_cases.json tests both.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape

# Colours as "#rrggbb" under "fg" and "bg", True under the names of other attributes.
Style = dict[str, str | bool]
Run = tuple[str, Style, str]  # stream, style, text

_WIDTH, _HEIGHT, _TAB = 80, 24, 8
_STRING = r"[\]PX^_][^\x07\x1b\n]*"
_PRINTABLE = re.compile(r"[^\x00-\x1f\x7f-\x9f]+")
_SEQUENCE = re.compile(rf"\x1b(?:\[([0-?]*)[ -/]*([@-~])|{_STRING}(?:\x07|\x1b\\)|[ -/]+[0-~]|([0-OQ-WYZ\\`-~]))")
_BEGINNING = re.compile(rf"\x1b(?:\[[0-?]*[ -/]*|{_STRING}(?:\x1b\Z)?|[ -/]*)")
_PALETTE = (
    "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
    "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
)  # fmt: skip
_ON = {
    1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "inverse", 8: "hidden", 9: "strike", 21: "underline",
}  # fmt: skip
_OFF = {
    22: ("bold", "dim"), 23: ("italic",), 24: ("underline",), 27: ("inverse",), 28: ("hidden",), 29: ("strike",),
    39: ("fg",), 49: ("bg",),
}  # fmt: skip


def coloured(run: Run) -> str:
    """The HTML of a coloured run; docs/runner/page/output-view.js creates the same, output.css styles it."""
    _, style, text = run
    if not style:
        return escape(text)
    classes = " ".join(["ansi", *(f"ansi-{name}" for name in style)])
    colours = ";".join(f"--ansi-{name}:{style[name]}" for name in ("fg", "bg") if name in style)
    return f'<span class="{classes}" style="{colours}">{escape(text)}</span>'


def _hexadecimal(channels: Iterable[int]) -> str:
    return "#" + "".join(f"{min(channel, 255):02x}" for channel in channels)


def _indexed(index: int) -> str:
    if index < 16:
        return _PALETTE[index]
    if index >= 232:
        return _hexadecimal([8 + 10 * (index - 232)] * 3)
    steps = (index - 16) // 36, (index - 16) // 6 % 6, (index - 16) % 6
    return _hexadecimal(step and 55 + 40 * step for step in steps)


def _extended(rest: list[int], colons: bool) -> tuple[str | None, int]:
    """The colour that follows 38 or 48, and how many numbers it takes."""
    if rest[:1] == [5]:
        return (_indexed(rest[1]) if len(rest) > 1 and rest[1] < 256 else None), 2
    if rest[:1] != [2]:
        return None, 1
    channels = rest[2:5] if colons and len(rest) > 4 else rest[1:4]
    return (_hexadecimal(channels) if len(channels) == 3 else None), 4


def rendition(before: Style, parameters: str) -> Style:
    """Apply "Select Graphic Rendition" to a style."""
    style = dict(before)
    groups = [[int(number or 0) for number in group.split(":")] for group in parameters.split(";")]
    while groups:
        (code, *rest), *groups = groups
        if code == 0:
            style.clear()
        elif code == 4 and rest[:1] == [0]:
            style.pop("underline", None)
        elif code in _ON:
            style[_ON[code]] = True
        elif code in _OFF:
            for name in _OFF[code]:
                style.pop(name, None)
        elif code in (38, 48, 58):
            colour, used = _extended(rest or [group[0] for group in groups], bool(rest))
            groups = groups if rest else groups[used:]
            if colour and code != 58:
                style["fg" if code == 38 else "bg"] = colour
        else:
            for first, name, offset in ((30, "fg", 0), (40, "bg", 0), (90, "fg", 8), (100, "bg", 8)):
                if first <= code < first + 8:
                    style[name] = _PALETTE[code - first + offset]
    return style


@dataclass
class _Row:
    """A line: (text, stream, style) for each column; columns under a wide character or a tab have an empty text."""

    cells: list[tuple[str, str, Style]] = field(default_factory=list)

    def put(self, column: int, text: str, width: int, stream: str, style: Style) -> None:
        self.cells += [(" ", stream, {})] * (column - len(self.cells))
        self.separate(column)
        self.separate(column + width)
        self.cells[column : column + width] = [(text, stream, style)] + [("", stream, style)] * (width - 1)

    def attach(self, column: int, text: str) -> None:
        at = column - 1
        while at > 0 and self.cells[at][0] == "":
            at -= 1
        if 0 <= at < len(self.cells):
            before, *look = self.cells[at]
            self.cells[at] = (before + text, *look)  # type: ignore[assignment]  # the look's two

    def separate(self, column: int) -> None:
        """Blank a wide character or tab that a column lies within."""
        if column >= len(self.cells) or self.cells[column][0]:
            return
        at = column
        while at > 0 and not self.cells[at][0]:
            at -= 1
        self.cells[at] = (" ", *self.cells[at][1:])
        while (at := at + 1) < len(self.cells) and not self.cells[at][0]:
            self.cells[at] = (" ", *self.cells[at][1:])

    def erase(self, start: int, stop: int | None = None) -> None:
        self.separate(start)
        if stop is None or stop >= len(self.cells):
            del self.cells[start:]
            return
        self.separate(stop)
        for at in range(start, stop):
            self.cells[at] = (" ", self.cells[at][1], {})

    def remove(self, column: int, count: int) -> None:
        self.separate(column)
        self.separate(column + count)
        del self.cells[column : column + count]

    def insert(self, column: int, count: int, stream: str) -> None:
        if column < len(self.cells):
            self.separate(column)
            self.cells[column:column] = [(" ", stream, {})] * count

    def runs(self) -> list[Run]:
        runs: list[Run] = []
        for text, stream, style in self.cells:
            if runs and runs[-1][:2] == (stream, style):
                runs[-1] = (stream, style, runs[-1][2] + text)
            else:
                runs.append((stream, style, text))
        return runs


def _width(character: str, before: str) -> int:
    if character < "\u0300":
        return 1
    modifier = "\U0001f3fb" <= character <= "\U0001f3ff"
    if modifier or unicodedata.category(character) in ("Mn", "Me", "Cf") or before.endswith("\u200d"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Terminal:
    """A screen that both streams write to."""

    def __init__(self) -> None:
        self.rows = [_Row()]
        self.top = self.line = self.column = 0
        self.style: Style = {}
        self.saved = (0, 0)
        self._unfinished: dict[str, str] = {}

    def write(self, stream: str, text: str) -> None:
        """Process output of a program; the end of a sequence may follow in the next call."""
        text = self._unfinished.pop(stream, "") + text
        at = 0
        while at < len(text):
            if match := _PRINTABLE.match(text, at):
                self._print(match[0], stream)
            elif match := _SEQUENCE.match(text, at):
                self._obey(match[2] or f"\x1b{match[3] or ''}", match[1] or "", stream)
            elif match := _BEGINNING.match(text, at):
                if match.end() == len(text):
                    self._unfinished[stream] = match[0]
            else:
                self._control(text[at], stream)
            at = match.end() if match else at + 1

    def runs(self) -> list[list[Run]]:
        """The rows, each as runs of one look."""
        return [row.runs() for row in self.rows]

    def _row(self) -> _Row:
        self.rows += [_Row() for _ in range(self.line + 1 - len(self.rows))]
        self.top = max(self.top, len(self.rows) - _HEIGHT)
        return self.rows[self.line]

    def _print(self, text: str, stream: str) -> None:
        row = self._row()
        for character in text:
            before = "".join(cell[0] for cell in row.cells[max(0, self.column - 2) : self.column])
            width = _width(character, before)
            if width:
                row.put(self.column, character, width, stream, self.style)
            else:
                row.attach(self.column, character)
            self.column += width

    def _control(self, character: str, stream: str) -> None:
        if character in "\n\v\f":
            self._row()
            self.line += 1
            self.column = 0 if character == "\n" else self.column
            self._row()
        elif character == "\r":
            self.column = 0
        elif character == "\b":
            self.column = max(0, self.column - 1)
        elif character == "\t":
            width = _TAB - self.column % _TAB
            if self.column >= len(self._row().cells):
                self._row().put(self.column, "\t", width, stream, {})
            self.column += width

    def _move(self, line: int, column: int) -> None:
        self.line = max(self.top, min(line, self.top + _HEIGHT - 1))
        length = len(self.rows[self.line].cells) if self.line < len(self.rows) else 0
        self.column = max(0, min(column, max(_WIDTH - 1, length)))

    def _obey(self, name: str, parameters: str, stream: str) -> None:
        if parameters[:1] and parameters[0] in "<=>?":
            return
        if name == "m":
            self.style = rendition(self.style, parameters)
            return
        numbers = [int(number) if number.isdecimal() else 0 for number in parameters.split(";")]
        mode, column = numbers[0], (numbers[1:] or [0])[0] or 1
        count = min(mode or 1, _WIDTH * _HEIGHT)
        moves: dict[str, tuple[int, int]] = {
            **dict.fromkeys("A", (self.line - count, self.column)),
            **dict.fromkeys("Be", (self.line + count, self.column)),
            **dict.fromkeys("Ca", (self.line, self.column + count)),
            "D": (self.line, self.column - count),
            "E": (self.line + count, 0),
            "F": (self.line - count, 0),
            **dict.fromkeys("G`", (self.line, count - 1)),
            "d": (self.top + count - 1, self.column),
            **dict.fromkeys("Hf", (self.top + count - 1, column - 1)),
            **dict.fromkeys(("u", "\x1b8"), self.saved),
            "\x1bM": (self.line - 1, self.column),
        }
        others: dict[str, Callable[[], object]] = {
            "K": lambda: self._erase_line(mode),
            "J": lambda: self._erase_screen(mode),
            "X": lambda: self._row().erase(self.column, self.column + count),
            "P": lambda: self._row().remove(self.column, count),
            "@": lambda: self._row().insert(self.column, min(count, _WIDTH), stream),
            "\x1bD": lambda: self._control("\v", stream),
            "\x1bE": lambda: self._control("\n", stream),
        }
        if name in moves:
            self._move(*moves[name])
        elif name in others:
            others[name]()
        elif name in ("s", "\x1b7"):
            self.saved = (self.line, self.column)
        elif name == "\x1bc":
            self.style = {}
            self._erase_screen(2)
            self._move(self.top, 0)

    def _erase_line(self, mode: int) -> None:
        if mode == 0:
            self._row().erase(self.column)
        elif mode == 1:
            self._row().erase(0, self.column + 1)
        elif mode == 2:
            self._row().erase(0)

    def _erase_screen(self, mode: int) -> None:
        if mode == 0:
            self._erase_line(0)
            del self.rows[self.line + 1 :]
        elif mode == 1:
            self._erase_line(1)
            for row in self.rows[self.top : self.line]:
                row.erase(0)
        elif mode == 2:
            del self.rows[self.top :]
            if not self.rows:
                self.rows.append(_Row())

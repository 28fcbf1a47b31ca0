"""What becomes of `${…}` and `$((…))`; errors in dash's words (POSIX, Shell Command Language, 2.6.2 and 2.6.4)."""

import re
from collections.abc import Callable
from fnmatch import translate

_PARAMETER = re.compile(r"([A-Za-z_]\w*|[?$!#@*]|\d+)(?:(:?[-+=?])|(%%?|##?)|$)")
_TOKEN = re.compile(
    r"\s*(0[xX][0-9a-fA-F]+|\d+|[A-Za-z_]\w*|<<=?|>>=?|&&|\|\||[-+*/%&^|]=|[<>=!]=|[-+*/%&^|<>=!~?:()])"
)
# From those that bind least.
_LEVELS = (
    ("||",),
    ("&&",),
    ("|",),
    ("^",),
    ("&",),
    ("==", "!="),
    ("<=", ">=", "<", ">"),
    ("<<", ">>"),
    ("+", "-"),
    ("*", "/", "%"),
)


class ExpansionError(Exception):
    """An expansion that ends the shell."""


def _wrapped(number: int) -> int:
    """As a C long."""
    return (number + 2**63) % 2**64 - 2**63


def _divided(left: int, right: int) -> int:
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


_OPERATIONS: dict[str, Callable[[int, int], int]] = {
    "||": lambda left, right: left != 0 or right != 0,
    "&&": lambda left, right: left != 0 and right != 0,
    "|": int.__or__, "^": int.__xor__, "&": int.__and__,
    "==": int.__eq__, "!=": int.__ne__, "<=": int.__le__, ">=": int.__ge__, "<": int.__lt__, ">": int.__gt__,
    "<<": lambda left, right: left << (right & 63), ">>": lambda left, right: left >> (right & 63),
    "+": int.__add__, "-": int.__sub__, "*": int.__mul__,
    "/": _divided, "%": lambda left, right: left - right * _divided(left, right),
}  # fmt: skip


class Arithmetic:
    """An expression in whole numbers, whose variables have values and may be set."""

    def __init__(self, text: str, value: Callable[[str], str | None], assign: Callable[[str, str], None]) -> None:
        self._text, self._value, self._assign = text, value, assign
        self._tokens: list[str] = []
        at = 0
        while text[at:].strip():
            found = _TOKEN.match(text, at)
            if found is None:
                raise self._error("expecting EOF")
            self._tokens.append(found[1])
            at = found.end()

    def result(self) -> int:
        """What it comes to. Raises ExpansionError."""
        number = self._assignment(live=True)
        if self._tokens:
            raise self._error("expecting EOF")
        return number

    def _error(self, what: str) -> ExpansionError:
        return ExpansionError(f'arithmetic expression: {what}: "{self._text}"')

    def _take(self, *operators: str) -> str:
        """The next token, if it is one of these."""
        return self._tokens.pop(0) if self._tokens and self._tokens[0] in operators else ""

    def _number(self, text: str) -> int:
        try:
            digits = text.strip()
            return int(digits, 8 if re.fullmatch(r"-?0\d+", digits) else 0) if digits else 0
        except ValueError:
            raise ExpansionError(f"Illegal number: {text}") from None

    def _assignment(self, live: bool) -> int:
        name, operator = [*self._tokens[:2], "", ""][:2]
        if not (name[:1].isalpha() or name[:1] == "_") or not re.fullmatch(r"(<<|>>|[-+*/%&^|])?=", operator):
            return self._choice(live)
        del self._tokens[:2]
        right = self._assignment(live)
        if operator != "=":
            right = self._combined(operator[:-1], self._number(self._value(name) or ""), right, live)
        if live:
            self._assign(name, str(right))
        return right

    def _choice(self, live: bool) -> int:
        condition = self._binary(0, live)
        if not self._take("?"):
            return condition
        first = self._assignment(live and condition != 0)
        if not self._take(":"):
            raise self._error("expecting ':'")
        second = self._assignment(live and condition == 0)
        return first if condition else second

    def _binary(self, level: int, live: bool) -> int:
        """`live`: whether what is here counts: behind `0 &&`, nothing is divided by zero."""
        if level == len(_LEVELS):
            return self._unary(live)
        left = self._binary(level + 1, live)
        while operator := self._take(*_LEVELS[level]):
            decided = (operator == "&&" and left == 0) or (operator == "||" and left != 0)
            right = self._binary(level + 1, live and not decided)
            left = self._combined(operator, left, right, live)
        return left

    def _combined(self, operator: str, left: int, right: int, live: bool) -> int:
        if operator in ("/", "%") and right == 0:
            if live:
                raise self._error("division by zero")
            return 0
        return _wrapped(int(_OPERATIONS[operator](left, right)))

    def _unary(self, live: bool) -> int:
        if operator := self._take("-", "+", "!", "~"):
            number = self._unary(live)
            return _wrapped({"-": -number, "+": number, "!": int(not number), "~": ~number}[operator])
        if self._take("("):
            number = self._assignment(live)
            if not self._take(")"):
                raise self._error("expecting ')'")
            return number
        if not self._tokens or not (self._tokens[0][0].isalnum() or self._tokens[0][0] == "_"):
            raise self._error("expecting primary")
        token = self._tokens.pop(0)
        return self._number(token if token[0].isdecimal() else self._value(token) or "")


def parameter(
    inside: str, value: Callable[[str], str | None], text: Callable[[str], str], assign: Callable[[str, str], None]
) -> str:
    """The value of what stands between `${` and `}`.

    Args:
        inside: that.
        value: of a variable; None where it isn't set.
        text: the value of a word.
        assign: sets a variable.

    Raises:
        ExpansionError: for what dash refuses, or a variable that has to be set and isn't.
    """
    if inside.startswith("#") and len(inside) > 1:
        return str(len(value(inside[1:]) or ""))
    found = _PARAMETER.match(inside)
    if found is None:
        raise ExpansionError("Bad substitution")
    name, condition, cut = found.groups()
    word, known = inside[found.end() :], value(name)
    if cut:
        return _shortened(known or "", cut, text(word))
    if not condition:
        return known or ""
    is_there = bool(known) if condition[0] == ":" else known is not None
    match condition[-1]:
        case "+":
            return text(word) if is_there else ""
        case _ if is_there:
            return known or ""
        case "?":
            missing = "parameter not set or null" if condition[0] == ":" else "parameter not set"
            raise ExpansionError(f"{name}: {text(word) or missing}")
        case "=":
            assign(name, text(word))
    return text(word)


def _shortened(whole: str, cut: str, pattern: str) -> str:
    """Without what matches at the beginning (`#`) or the end (`%`): the longest such part where the sign is doubled."""
    matches = re.compile(translate(pattern)).match
    lengths = range(len(whole) + 1) if len(cut) == 1 else range(len(whole), -1, -1)
    for length in lengths:
        if cut[0] == "#" and matches(whole[:length]):
            return whole[length:]
        if cut[0] == "%" and matches(whole[len(whole) - length :]):
            return whole[: len(whole) - length]
    return whole

"""What interpreters hand to each other arrives as it was, or is refused with CPython's reason."""

import marshal
import threading
from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest
from kernel.interpreters import shareable, stateless

FACTOR = 2


def _uses_a_global(number: int) -> int:
    return number * FACTOR


def _has_a_default(number: int = 1) -> int:
    return number


def _needs_nothing(numbers: list[int]) -> int:
    return len(numbers) + 1


def _closure() -> Callable[[], int]:
    value = 1
    return lambda: value


def _travel(value: object, *, fallback: bool = True) -> Any:
    return shareable.decode(marshal.loads(marshal.dumps(shareable.encode(value, fallback))))


@pytest.mark.parametrize(
    "value", [None, True, 1, -(2**63), 2.5, "text", "\ud800", b"bytes", (), (1, ("a", None)), [1, {2}], 2**70]
)
def test_values_arrive(value: object) -> None:
    """Equal, and of the same type."""
    arrived = _travel(value)
    assert arrived == value
    assert type(arrived) is type(value)


def test_memoryview_keeps_its_shape() -> None:
    """Though the bytes are copied."""
    view = memoryview(bytearray(range(12))).cast("B").cast("h", [2, 3])
    arrived = _travel(view, fallback=False)
    assert (arrived.format, arrived.shape, arrived.readonly) == ("h", (2, 3), False)
    assert arrived.tobytes() == view.tobytes()


@pytest.mark.parametrize("value", [[], {}, object(), 2**63, (1, [])])
def test_refused_without_pickle(value: object) -> None:
    """What is not shareable as it is."""
    with pytest.raises(shareable.NotShareableError, match="does not support cross-interpreter data"):
        shareable.encode(value, fallback=False)


def test_refused_with_pickle() -> None:
    """What can't be pickled either; the message names the whole."""
    with pytest.raises(shareable.NotShareableError, match=r"\(1, <.*lock.*does not support"):
        shareable.encode((1, threading.Lock()), fallback=True)


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (_uses_a_global, "globals not supported"),
        (_has_a_default, "defaults not supported"),
        (_closure(), "closures not supported"),
    ],
)
def test_functions_with_state(function: FunctionType, reason: str) -> None:
    """They are more than their code."""
    with pytest.raises(ValueError, match=reason):
        stateless.check_function(function)


def test_function_without_state_travels_as_code() -> None:
    """It is another function afterwards."""
    kind, _ = shareable.encode_callable(_needs_nothing)
    assert kind == "function"


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("x =", SyntaxError), (None, TypeError), (1, TypeError), (_needs_nothing, ValueError),
        (compile("1", "", "eval"), ValueError), ((lambda: 1), ValueError),
    ],
)  # fmt: skip
def test_scripts_refused(script: Any, error: type[Exception]) -> None:
    """Only what can run in another `__main__`."""
    with pytest.raises(error):
        shareable.encode_script(script)


@pytest.mark.parametrize("script", ["", "x = 1", b"x = 1", compile("x = FACTOR", "", "exec"), lambda: None])
def test_scripts(script: Any) -> None:
    """Text, code objects, and functions' bodies."""
    assert shareable.encode_script(script)[0] == "code"


def test_snapshot() -> None:
    """The type, the message, and the traceback as it would be shown."""
    try:
        raise LookupError("gone")
    except LookupError as error:
        taken = shareable.snapshot(error)
    assert taken is not None
    told = shareable.as_object(taken)
    assert (told.type.__name__, told.msg, told.formatted) == ("LookupError", "gone", "LookupError: gone")
    assert told.errdisplay.endswith("LookupError: gone")
    assert "test_snapshot" in told.errdisplay

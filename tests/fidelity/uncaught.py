"""An exception that nobody catches, with its cause, as CPython shows it."""


def inner() -> None:
    raise KeyError("inner")


def outer() -> None:
    try:
        inner()
    except KeyError as error:
        raise ValueError("outer") from error


outer()

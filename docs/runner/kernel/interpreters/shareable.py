"""Objects in transit between interpreters, as data that `marshal` can write, and exceptions as snapshots.

No memory is shared, because interpreters here are separate workers: what CPython shares (the contents of a memoryview)
is copied.

Source: Python/crossinterp.c and crossinterp_data_lookup.h of CPython 3.14.
"""

import builtins
import importlib
import marshal
import pickle
import sys
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType, SimpleNamespace
from typing import Any, TypeAlias

from ..threads.entry import runs_program
from . import stateless

# A kind, and its fields.
Data: TypeAlias = tuple[Any, ...]


class InterpreterError(Exception):
    """A cross-interpreter operation failed"""


class InterpreterNotFoundError(InterpreterError):
    """An interpreter was not found"""


class NotShareableError(TypeError):
    __doc__ = None


for _error in (InterpreterError, InterpreterNotFoundError, NotShareableError):
    _error.__module__ = "concurrent.interpreters"

_INT_LIMIT = 1 << 63
_UNKNOWN = "object does not support cross-interpreter data"
_MISSING_IN_MAIN = "module '__main__' has no attribute '"


# Encoding


def _plain(value: object, fallback: bool) -> Data:
    return ("plain", value)


def _int(value: int, fallback: bool) -> Data:
    if not -_INT_LIMIT <= value < _INT_LIMIT:
        raise OverflowError("try sending as bytes")
    return ("plain", value)


def _tuple(value: tuple[object, ...], fallback: bool) -> Data:
    return ("tuple", tuple([encode(item, fallback) for item in value]))


def _memoryview(value: memoryview, fallback: bool) -> Data:
    return ("memoryview", value.tobytes(), value.format, value.shape, value.readonly)


_encoders: dict[type, Callable[[Any, bool], Data]] = {
    type(None): _plain, bool: _plain, int: _int, float: _plain, str: _plain, bytes: _plain,
    tuple: _tuple, memoryview: _memoryview,
}  # fmt: skip


def register(cls: type, kind: str, encoder: Callable[[Any], Data], decoder: Callable[..., object]) -> None:
    """Make the instances of a class shareable."""
    _encoders[cls] = lambda value, fallback: (kind, *encoder(value))
    _decoders[kind] = decoder


def is_shareable(value: object) -> bool:
    """Whether objects of this type can be shared."""
    return type(value) in _encoders


def _encode(value: object, fallback: bool) -> Data:
    encoder = _encoders.get(type(value))
    if encoder is None:
        raise NotShareableError(f"{value!r} does not support cross-interpreter data")
    try:
        return encoder(value, fallback)
    except Exception as error:
        raise NotShareableError(f"{value!r} does not support cross-interpreter data") from error


def encode(value: object, fallback: bool) -> Data:
    """Encode an object; with `fallback`, stateless functions as their code, and anything else pickled."""
    try:
        return _encode(value, fallback)
    except NotShareableError:
        if not fallback:
            raise
        for other in (_function, _pickled):
            try:
                return other(value)
            except NotShareableError:
                pass
        raise


def _function(value: object) -> Data:
    if not isinstance(value, FunctionType):
        raise NotShareableError(f"expected a function, got {value!r}")
    try:
        stateless.check_function(value)
    except (ValueError, TypeError) as error:
        raise NotShareableError("only stateless functions are shareable") from error
    return ("function", marshal.dumps(value.__code__))


@runs_program
def _dump(value: object) -> bytes:
    """Pickle an object. Calls the program's own code."""
    return pickle.dumps(value)


def _pickled(value: object) -> Data:
    try:
        data = _dump(value)
    except Exception as error:
        raise NotShareableError("object could not be pickled") from error
    file = getattr(sys.modules.get("__main__"), "__file__", None)
    return ("pickle", data, file if isinstance(file, str) else None)


def encode_callable(value: object) -> Data:
    """Encode a function or another callable."""
    if not callable(value):
        raise TypeError(f"expected a callable, got {value!r}")
    try:
        return _function(value)
    except NotShareableError:
        try:
            return _pickled(value)
        except NotShareableError:
            pass
        raise


def encode_script(value: object) -> Data:
    """Encode source text, a function's body or a code object. Raises TypeError, ValueError or SyntaxError."""
    if isinstance(value, FunctionType):
        code = value.__code__
    elif isinstance(value, CodeType):
        code = value
    elif isinstance(value, (str, bytes, bytearray, memoryview)):
        code = compile(value, "<script>", "exec", dont_inherit=True, optimize=0)
    else:
        raise TypeError(f"unsupported script {value!r}")
    stateless.check_script(code)
    return ("code", marshal.dumps(code))


def queues(data: Any) -> Iterator[int]:
    """The queues in some data, which must not be deleted while it is in transit."""
    if data and data[0] == "queue":
        yield data[1]
    elif data and data[0] == "tuple":
        for item in data[1]:
            yield from queues(item)


# Decoding


def _new_tuple(items: tuple[Data, ...]) -> tuple[object, ...]:
    return tuple([decode(item) for item in items])


def _new_memoryview(contents: bytes, format: str, shape: tuple[int, ...], readonly: bool) -> memoryview:
    view: Any = memoryview(contents if readonly else bytearray(contents))
    cast: memoryview = view.cast(format, list(shape))
    return cast


def _new_function(code: bytes) -> FunctionType:
    names = sys.modules["__main__"].__dict__
    names.setdefault("__builtins__", builtins)
    return FunctionType(marshal.loads(code), names)


_fake_main: ModuleType | None = None


@runs_program
def _load_main(file: str | None) -> ModuleType:
    """The main module of another interpreter, imported from its file under another name, once."""
    global _fake_main
    if _fake_main is None:
        import runpy

        if file is None:
            raise NotImplementedError
        module = ModuleType("__main__")
        module.__dict__.update(runpy.run_path(file, None, "<fake __main__>"))
        _fake_main = module
    return _fake_main


@runs_program
def _load(data: bytes, file: str | None) -> object:
    """Unpickle; names missing in `__main__` come from the sender's main file. Calls the program's own code."""
    try:
        return pickle.loads(data)
    except AttributeError as error:
        if not error.args or not str(error.args[0]).startswith(_MISSING_IN_MAIN):
            raise
        original = error
    try:
        fake = _load_main(file)
        real = sys.modules["__main__"]
        sys.modules["__main__"] = fake
        try:
            return pickle.loads(data)
        finally:
            sys.modules["__main__"] = real
    except Exception:
        raise original from None


def _new_pickled(data: bytes, file: str | None) -> object:
    try:
        return _load(data, file)
    except Exception as error:
        raise NotShareableError("object could not be unpickled") from error


_decoders: dict[str, Callable[..., object]] = {
    "plain": lambda value: value,
    "tuple": _new_tuple,
    "memoryview": _new_memoryview,
    "function": _new_function,
    "code": marshal.loads,
    "pickle": _new_pickled,
}


def decode(data: Data) -> Any:
    """Decode an object."""
    kind, *contents = data
    if kind not in _decoders:
        # The modules that define shareable classes register them.
        importlib.import_module("concurrent.interpreters")
    return _decoders[kind](*contents)


# Exceptions


@runs_program
def snapshot(error: BaseException) -> dict[str, Any] | None:
    """A snapshot of an exception, for another interpreter; None if it can't be made."""
    if isinstance(error, MemoryError):
        return {"type": None, "msg": None, "errdisplay": None}
    kind = type(error)
    try:
        taken = {"type": [kind.__name__, kind.__qualname__, str(kind.__module__)], "msg": str(error)}
    except Exception:
        return None
    try:
        from traceback import TracebackException

        shown = TracebackException.from_exception(error, lookup_lines=False)
        return {**taken, "errdisplay": "".join(shown.format()).removesuffix("\n")}
    except Exception:
        return {**taken, "errdisplay": None}


def formatted(taken: dict[str, Any]) -> str | None:
    """The last line of a traceback."""
    if taken["type"] is None:
        message: str | None = taken["msg"]
        return message
    _, qualname, module = taken["type"]
    name = qualname if module in ("builtins", "__main__") else f"{module}.{qualname}"
    return name if taken["msg"] is None else f"{name}: {taken['msg']}"


def as_object(taken: dict[str, Any]) -> SimpleNamespace:
    """A snapshot as an object, for `ExecutionFailed`."""
    kind = None
    if taken["type"] is not None:
        kind = SimpleNamespace(**dict(zip(("__name__", "__qualname__", "__module__"), taken["type"], strict=True)))
    result = SimpleNamespace(type=kind, msg=taken["msg"], formatted=formatted(taken))
    if taken["errdisplay"] is not None:
        result.errdisplay = taken["errdisplay"]
    return result


def not_shareable(message: str | None, cause: dict[str, Any] | None) -> NotShareableError:
    """The exception for an object that another interpreter could not share."""
    error = NotShareableError(message or _UNKNOWN)
    if cause is not None:
        error.__cause__ = Exception(cause["errdisplay"] or formatted(cause))
    return error

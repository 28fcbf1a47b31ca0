"""Checks whether code is stateless: independent of its interpreter, so that another one may run it.

Source: Objects/codeobject.c (`_PyCode_VerifyStateless`, `code_returns_only_none`), Objects/funcobject.c and
Python/crossinterp.c of CPython 3.14.
"""

import inspect
import opcode
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

_LOAD_GLOBAL, _LOAD_CONST, _RETURN_VALUE = (
    opcode.opmap[name] for name in ("LOAD_GLOBAL", "LOAD_CONST", "RETURN_VALUE")
)
_NOT_PLAIN = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ITERABLE_COROUTINE | inspect.CO_ASYNC_GENERATOR


def _instructions(code: CodeType) -> Iterator[tuple[int, int]]:
    """Operation and argument of each instruction, and of the caches between them, which are zeros."""
    return zip(code.co_code[::2], code.co_code[1::2], strict=True)


def _check_code(code: CodeType, global_names: dict[str, Any] | None, builtins: dict[str, Any] | None) -> None:
    """Raise ValueError for code that uses outer variables; without namespaces, globals are allowed."""
    if code.co_freevars:
        raise ValueError("closures not supported")
    names = {code.co_names[argument >> 1] for operation, argument in _instructions(code) if operation == _LOAD_GLOBAL}
    if any(name in (global_names or {}) for name in names):
        raise ValueError("globals not supported")
    if builtins is not None and any(name not in builtins for name in names):
        raise ValueError("globals not supported")


def check_function(function: FunctionType) -> None:
    """Raise ValueError or TypeError for a function that consists of more than its code."""
    if function.__defaults__:
        raise ValueError("defaults not supported")
    if function.__kwdefaults__:
        raise ValueError("keyword defaults not supported")
    if function.__closure__:
        raise ValueError("closures not supported")
    _check_code(function.__code__, function.__globals__, getattr(function, "__builtins__", None))


def returns_only_none(code: CodeType) -> bool:
    """Whether code can't return a value."""
    if code.co_flags & _NOT_PLAIN:
        return False
    before = (0, 0)
    for instruction in _instructions(code):
        if instruction[0] == _RETURN_VALUE:
            is_constant = before[0] == _LOAD_CONST and before[1] < len(code.co_consts)
            if not is_constant or code.co_consts[before[1]] is not None:
                return False
        before = instruction
    return True


def check_script(code: CodeType) -> None:
    """Raise ValueError for code that can't be run as a script in the `__main__` of another interpreter."""
    _check_code(code, None, None)
    takes = code.co_argcount or code.co_posonlyargcount or code.co_kwonlyargcount
    if takes or code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS):
        raise ValueError("code with args not supported")
    if not returns_only_none(code):
        raise ValueError("code that returns a value is not a script")

"""Mends pyodide.asm.wasm: what holds a long chain of objects can be let go of.

CPython frees a linked list by calling itself once per node, and puts off what is left when little of the stack remains
(the "trashcan"). It measures that by the stack in its own memory. Compiled to WebAssembly these calls take nothing of
it, only of the browser's stack: a list of 5,000 nodes crashes the interpreter. So `_Py_Dealloc` takes some.
"""

from collections.abc import Iterator

FUNCTION = "_Py_Dealloc"
# How the function that reads the stack pointer is exported.
STACK_SAVE = "emscripten_stack_get_current"
# What a call takes of CPython's stack; a call's share of the browser's stack is up to six times as much (stack.js).
FRAME = 64

_FUNCTIONS, _EXPORTS, _IMPORTS, _CODE = 3, 7, 2, 10
_END, _CALL, _LOCAL_GET, _GLOBAL_GET, _GLOBAL_SET = 0x0B, 0x10, 0x20, 0x23, 0x24
_I32_CONST, _ADD, _SUB = 0x41, 0x6A, 0x6B


def _number(data: bytes, at: int) -> tuple[int, int]:
    """An unsigned LEB128 number, and where it ends."""
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if not data[at - 1] & 0x80:
            return value, at


def _encoded(value: int, signed: bool = False) -> bytes:
    out = bytearray()
    while value >= (0x40 if signed else 0x80):
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _sections(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 8
    while at < len(data):
        kind = data[at]
        size, at = _number(data, at + 1)
        yield kind, data[at : at + size]
        at += size


def _imported_functions(section: bytes) -> int:
    count, at = _number(section, 0)
    functions = 0
    for _ in range(count):
        for _ in range(2):
            length, at = _number(section, at)
            at += length
        kind, at = section[at], at + 1
        functions += kind == 0
        if kind == 0 or kind == 4:  # a function's type, an exception's
            at += kind == 4
            _, at = _number(section, at)
        elif kind == 3:
            at += 2
        else:  # a table (whose type comes first) or a memory
            at += kind == 1
            bounded, at = section[at] & 1, at + 1
            for _ in range(1 + bounded):
                _, at = _number(section, at)
    return functions


def _exports(section: bytes) -> dict[str, int]:
    count, at = _number(section, 0)
    found = {}
    for _ in range(count):
        length, at = _number(section, at)
        name, at = section[at : at + length].decode(), at + length
        kind = section[at]
        index, at = _number(section, at + 1)
        if kind == 0:
            found[name] = index
    return found


def _bodies(section: bytes) -> list[bytes]:
    count, at = _number(section, 0)
    bodies = []
    for _ in range(count):
        size, at = _number(section, at)
        bodies.append(section[at : at + size])
        at += size
    return bodies


def mend(data: bytes) -> bytes:
    """The module with the cure. Raises ValueError if it isn't of the kind that this knows."""
    sections = list(_sections(data))
    by_kind = dict(sections)
    imported = _imported_functions(by_kind[_IMPORTS])
    exports = _exports(by_kind[_EXPORTS])
    if not {FUNCTION, STACK_SAVE} <= set(exports):
        raise ValueError(f"pyodide.asm.wasm doesn't export {FUNCTION} and {STACK_SAVE}: docs/_site/wasm_patch.py")
    bodies = _bodies(by_kind[_CODE])
    count, types_at = _number(by_kind[_FUNCTIONS], 0)
    types = []
    for _ in range(count):
        kind, types_at = _number(by_kind[_FUNCTIONS], types_at)
        types.append(kind)
    save = bodies[exports[STACK_SAVE] - imported]
    if save[:2] != bytes([0, _GLOBAL_GET]) or save[-1] != _END:
        raise ValueError("pyodide.asm.wasm reads its stack pointer in another way than docs/_site/wasm_patch.py knows")
    pointer = save[2:-1]
    # The original moves behind all others; in its place stands one that takes its share of the stack and calls it.
    place = exports[FUNCTION] - imported
    bodies.append(bodies[place])
    types.append(types[place])
    frame = bytes([_I32_CONST, *_encoded(FRAME, signed=True)])
    take, give = (bytes([_GLOBAL_GET, *pointer, *frame, change, _GLOBAL_SET, *pointer]) for change in (_SUB, _ADD))
    original = _encoded(imported + len(bodies) - 1)
    bodies[place] = bytes([0, *take, _LOCAL_GET, 0, _CALL, *original, *give, _END])
    changed = {
        _FUNCTIONS: _encoded(len(types)) + b"".join(map(_encoded, types)),
        _CODE: _encoded(len(bodies)) + b"".join(_encoded(len(body)) + body for body in bodies),
    }
    out = bytearray(data[:8])
    for kind, content in sections:
        content = changed.get(kind, content)
        out += bytes([kind]) + _encoded(len(content)) + content
    return bytes(out)

"""Makes the C code of Pyodide 314.0.7 aware of green threads, by patching pyodide.asm.wasm.

It was compiled without threads. So `pthread_self` is a constant, a sleep spins, and the wait for a taken lock is an
endless loop. Here five functions get other bodies:

- `PyThread_get_thread_ident` and its variant for recursive mutexes return the running green thread. sqlite3 compares
  it; the buffers of io, the import lock and the locks of modules store it. It is read from `_PyRuntime.main_thread`,
  which docs/runner/process/thread-states.js writes at each switch, so that C takes every thread for the one that
  handles signals.
- `emscripten_thread_sleep` (below `sleep`, `usleep`, `nanosleep`, `clock_nanosleep`), `PyThread_acquire_lock_timed` and
  `_PyMutex_LockTimed` call poll() without a descriptor: process/c-waits.js suspends the thread, if it can. CPython
  would queue a thread that waits for a mutex through an entry on its C stack, which is moved away while it is
  suspended.
"""

import hashlib
from collections.abc import Iterator

# The only file for which the numbers below are valid.
_DIGEST = "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6"
# The file's numbers of functions: imported ones come first.
_IMPORTED = 268
_CLOCK, _PTHREAD_SELF, _POLL = 224, 14070, 537
_SAVE_THREAD, _RESTORE_THREAD, _THREAD_STATE = 4284, 4285, 4753
_GET_IDENT_EX, _GET_IDENT, _ACQUIRE_LOCK, _LOCK_MUTEX, _SLEEP = 5060, 5061, 5065, 4594, 13859
# The address of `main_thread` in _PyRuntime.
_MAIN_THREAD = 3244320 + 816
# Values for c-waits.js, passed as the number of descriptors.
_TIME, _UNTIL_UNLOCKED = 0, -1
# A flag of _PyMutex_LockTimed: release the interpreter's lock.
_DETACH = 1

_CODE_SECTION = 10
_VOID, _I32, _F64 = b"\x40", b"\x7f", b"\x7c"
_LOOP, _IF, _END, _RETURN, _DROP, _SELECT = b"\x03", b"\x04", b"\x0b", b"\x0f", b"\x1a", b"\x1b"
_I32_EQZ, _I64_EQZ, _I64_LT_S, _F64_LT = b"\x45", b"\x50", b"\x53", b"\x63"
_I32_AND, _I32_OR = b"\x71", b"\x72"
_F64_SUB, _F64_DIV, _F64_FLOOR, _F64_CEIL = b"\xa1", b"\xa3", b"\x9c", b"\x9b"
_I64_FROM_U32, _F64_FROM_I64, _I32_FROM_F64 = b"\xad", b"\xb9", b"\xfc\x02"


def _unsigned(number: int) -> bytes:
    parts = bytearray()
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def _signed(number: int) -> bytes:
    parts = bytearray()
    while not -0x40 <= number < 0x40:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number & 0x7F])


def _read_unsigned(data: bytes, at: int) -> tuple[int, int]:
    """Decode a number; returns it and the position after it."""
    number = shift = 0
    while True:
        part, at = data[at], at + 1
        number |= (part & 0x7F) << shift
        if part < 0x80:
            return number, at
        shift += 7


def _i32(number: int) -> bytes:
    return b"\x41" + _signed(number)


def _i64(number: int) -> bytes:
    return b"\x42" + _signed(number)


def _get(local: int) -> bytes:
    return b"\x20" + _unsigned(local)


def _set(local: int) -> bytes:
    return b"\x21" + _unsigned(local)


def _tee(local: int) -> bytes:
    return b"\x22" + _unsigned(local)


def _load() -> bytes:
    return b"\x28\x02\x00"


def _load_byte() -> bytes:
    return b"\x2d\x00\x00"


def _store_byte() -> bytes:
    return b"\x3a\x00\x00"


def _branch_if(depth: int) -> bytes:
    return b"\x0d" + _unsigned(depth)


def _call(function: int) -> bytes:
    return b"\x10" + _unsigned(function)


def _body(locals_: bytes, *code: bytes) -> bytes:
    """The body of a function with one more local variable of a type, or none."""
    return (b"\x01\x01" + locals_ if locals_ else b"\x00") + b"".join(code) + _END


# The identifier that was set; before that, `pthread_self`'s.
_IDENT = _i32(_MAIN_THREAD) + _load() + _tee(0) + _call(_PTHREAD_SELF) + _get(0) + _SELECT

# Each lock is a byte, and taken if its lowest bit is set.
_TAKE = (
    *(_get(0), _load_byte(), _i32(1), _I32_AND, _I32_EQZ, _IF, _VOID),
    *(_get(0), _get(0), _load_byte(), _i32(1), _I32_OR, _store_byte(), _i32(1), _RETURN, _END),
)


def _waiting(unit: int) -> bytes:
    """Wait for a lock, for the time in the function's second argument; a millisecond has `unit` of its units."""
    # Negative times, which mean forever, stay negative.
    milliseconds = _get(1) + _F64_FROM_I64 + _i64(unit) + _F64_FROM_I64 + _F64_DIV + _F64_FLOOR + _I32_FROM_F64
    return _get(0) + _i32(_UNTIL_UNLOCKED) + milliseconds + _call(_POLL) + _DROP


def _acquiring(*wait: bytes) -> tuple[bytes, ...]:
    return (
        *(_LOOP, _VOID, *_TAKE, _get(1), _I64_EQZ, _IF, _VOID, _i32(0), _RETURN, _END),
        *(*wait, *_TAKE, _get(1), _i64(0), _I64_LT_S, _branch_if(0), _END, _i32(0)),
    )


# PyLockStatus PyThread_acquire_lock_timed(PyThread_type_lock lock, PY_TIMEOUT_T microseconds, int interruptible)
_ACQUIRE = _acquiring(_waiting(1000))

# PyLockStatus _PyMutex_LockTimed(PyMutex *mutex, PyTime_t nanoseconds, _PyLockFlags flags)
_LOCK = _acquiring(
    *(_i32(0), _set(3), _get(2), _i32(_DETACH), _I32_AND, _IF, _VOID, _call(_THREAD_STATE), _IF, _VOID),
    *(_call(_SAVE_THREAD), _set(3), _END, _END, _waiting(1_000_000)),
    *(_get(3), _IF, _VOID, _get(3), _call(_RESTORE_THREAD), _END),
)

# void emscripten_thread_sleep(double milliseconds); if the thread can't be suspended, it spins as before.
_SLEEPING = (
    *(_call(_CLOCK), _set(1), _i32(0), _i32(_TIME), _get(0), _F64_CEIL, _I32_FROM_F64, _call(_POLL), _DROP),
    *(_LOOP, _VOID, _call(_CLOCK), _get(1), _F64_SUB, _get(0), _F64_LT, _branch_if(0), _END),
)

_BODIES = {
    _GET_IDENT: _body(_I32, _IDENT),
    _GET_IDENT_EX: _body(_I32, _IDENT, _I64_FROM_U32),
    _ACQUIRE_LOCK: _body(b"", *_ACQUIRE),
    _LOCK_MUTEX: _body(_I32, *_LOCK),
    _SLEEP: _body(_F64, *_SLEEPING),
}


def _code_section(data: bytes) -> tuple[int, int, int]:
    """The positions of the section, of its contents, and of its end."""
    at = 8
    while True:
        start, kind = at, data[at]
        size, contents = _read_unsigned(data, at + 1)
        at = contents + size
        if kind == _CODE_SECTION:
            return start, contents, at


def _bodies(data: bytes, at: int) -> Iterator[bytes]:
    """The functions of the section, including the replacements."""
    count, at = _read_unsigned(data, at)
    yield _unsigned(count)
    for number in range(_IMPORTED, _IMPORTED + count):
        size, start = _read_unsigned(data, at)
        at = start + size
        body = _BODIES.get(number, data[start:at])
        yield _unsigned(len(body)) + body


def mend_code(data: bytes) -> bytes:
    """Patch the contents of pyodide.asm.wasm. Raises ValueError for any other file."""
    digest = hashlib.sha256(data).hexdigest()
    if digest != _DIGEST:
        raise ValueError(
            f"pyodide.asm.wasm is not the one that docs/_site/wasm_patch.py mends: its SHA-256 is {digest}. For a "
            "newer Pyodide, find the functions by their exports, and _PyRuntime.main_thread in _PyOS_IsMainThread"
        )
    start, contents, end = _code_section(data)
    code = b"".join(_bodies(data, contents))
    return data[:start] + bytes([_CODE_SECTION]) + _unsigned(len(code)) + code + data[end:]

"""What ctypes says of symbols and libraries that there aren't; descriptors that are none"""

import ctypes
import ctypes.util
import os
import select
import warnings
from collections.abc import Callable


def tell(label: str, function: Callable[[], object]) -> None:
    try:
        print(label, repr(function()))
    except (AttributeError, ValueError, OSError, OverflowError, TypeError, KeyError) as error:
        # The program is named as it was called.
        print(
            label,
            type(error).__name__,
            str(error).removeprefix(os.path.dirname(str(error).split(":")[0]) + "/").replace("python3.14:", "python3:"),
        )


library = ctypes.CDLL(None)
tell("attribute", lambda: library.no_such_function)
tell("item", lambda: library["no_such_function"])
tell("has", lambda: hasattr(library, "no_such_function"))
tell("prototype", lambda: ctypes.CFUNCTYPE(ctypes.c_int)(("no_such_function", library)))
tell("variable", lambda: ctypes.c_int.in_dll(library, "no_such_variable"))
tell("python", lambda: ctypes.pythonapi.no_such_function)
tell("library", lambda: ctypes.CDLL("libnothing.so.1"))
tell("path", lambda: ctypes.CDLL("/tmp/libnothing.so"))
tell("found", lambda: (ctypes.util.find_library("c"), ctypes.util.find_library("nothing")))
libc = ctypes.CDLL("libc.so.6")
print(libc.abs(-4), libc.usleep(1000), libc.strlen(b"text"))
libm = ctypes.CDLL("libm.so.6")
libm.sqrt.restype, libm.sqrt.argtypes = ctypes.c_double, [ctypes.c_double]
print(libm.sqrt(2.0))

poll = select.poll()
epoll = select.epoll()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for value in (-1, -5, 2**31, 2**40, -(2**40), 1.5, "a", None, True):
        tell(f"poll {value}", lambda value=value: poll.register(value))
    print([str(warning.message) for warning in caught])
for value in (-1, 2**31, 99):
    tell(f"modify {value}", lambda value=value: poll.modify(value, 1))
    tell(f"unregister {value}", lambda value=value: poll.unregister(value))
    tell(f"epoll {value}", lambda value=value: epoll.register(value))
tell("events", lambda: poll.register(0, -1))
tell("events", lambda: poll.register(0, 70000))
tell("select", lambda: select.select([-1], [], [], 0))
tell("select", lambda: select.select([1024], [], [], 0))

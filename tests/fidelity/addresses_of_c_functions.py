"""Each C function has one address, whoever asks for it, and when."""

import ctypes

api = ctypes.pythonapi


class Kind:
    pass


def address(function: object) -> int | None:
    return ctypes.cast(function, ctypes.c_void_p).value


version, build = api.Py_GetVersion, api.Py_GetBuildInfo
version.restype = ctypes.c_char_p
print(version()[:2])
api.PyType_Modified(ctypes.py_object(Kind))
again = ctypes.PyDLL(None).PyType_Modified
print(address(again) == address(api.PyType_Modified), len({address(each) for each in (version, build, again)}))

library = ctypes.CDLL(None)
print(library.strlen(b"four"), address(library.strlen) == address(ctypes.CDLL(None).strlen))
by_address = ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_char_p)(address(library.strlen))
print(by_address(b"seventh"))


@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))
def compare(one, other):
    return one[0] - other[0]


numbers = (ctypes.c_int * 4)(4, 2, 3, 1)
library.qsort(numbers, 4, 4, compare)
print(list(numbers))

"""Evidence for `ctypes` and `mmap`."""

import ctypes
import mmap
import os

from prelude import proves, raised, report, write

_WHOLE = (
    "c_byte c_ubyte c_short c_ushort c_int c_uint c_long c_ulong c_longlong c_ulonglong c_size_t c_ssize_t c_time_t"
    " c_int8 c_int16 c_int32 c_int64 c_uint8 c_uint16 c_uint32 c_uint64"
).split()
_OTHERS = {
    "c_bool": 1, "c_float": 0.5, "c_double": 0.1, "c_longdouble": 0.1, "c_wchar": "ü", "c_char": b"x",
    "c_char_p": b"text", "c_wchar_p": "text", "c_void_p": 4096, "c_voidp": 4096, "py_object": "any",
    "c_float_complex": 1 + 2j, "c_double_complex": 1 + 2j, "c_longdouble_complex": 1 + 2j,
}  # fmt: skip


def _whole(name: str) -> object:
    kind = getattr(ctypes, name)
    return [ctypes.sizeof(kind), kind(-1).value, kind(1 << 7).value, kind(1 << 15).value, kind(1 << 40).value]


def _other(name: str) -> object:
    kind = getattr(ctypes, name)
    return [ctypes.sizeof(kind), repr(kind(_OTHERS[name]).value)]


for _name in _WHOLE:
    proves(f"ctypes.{_name}")(lambda name=_name: _whole(name))  # type: ignore[misc]
for _name in _OTHERS:
    proves(f"ctypes.{_name}")(lambda name=_name: _other(name))  # type: ignore[misc]


@proves("ctypes.Structure", "ctypes.Union", "ctypes.CField", "ctypes.alignment", "ctypes.sizeof")
def structures() -> object:
    class Pair(ctypes.Structure):
        _fields_ = (("small", ctypes.c_int8), ("large", ctypes.c_int32), ("bits", ctypes.c_uint16, 3))

    class Either(ctypes.Union):
        _fields_ = (("number", ctypes.c_uint32), ("octets", ctypes.c_uint8 * 4))

    pair, either = Pair(1, 2, 9), Either(number=0x01020304)
    offsets = [Pair.large.offset, Pair.bits.bit_size, type(Pair.large) is ctypes.CField]
    return [
        list(bytes(pair)[4:8]),
        pair.bits,
        list(either.octets),
        offsets,
        ctypes.alignment(Pair),
        ctypes.sizeof(Pair),
    ]


@proves(
    "ctypes.BigEndianStructure", "ctypes.LittleEndianStructure", "ctypes.BigEndianUnion", "ctypes.LittleEndianUnion"
)
def orders() -> object:
    found = []
    for kind in (
        ctypes.BigEndianStructure,
        ctypes.LittleEndianStructure,
        ctypes.BigEndianUnion,
        ctypes.LittleEndianUnion,
    ):
        made = type("Made", (kind,), {"_fields_": [("number", ctypes.c_uint16)]})
        found.append(
            list(bytes(made(number=0x0102)))
            if kind in (ctypes.BigEndianStructure, ctypes.LittleEndianStructure)
            else made.number.size
        )
    return found


@proves("ctypes.ARRAY", "ctypes.Array")
def arrays() -> object:
    made = (ctypes.c_int * 3)(1, 2, 3)
    return [
        list(made),
        len(made),
        issubclass(ctypes.c_int * 3, ctypes.Array),
        ctypes.ARRAY(ctypes.c_int, 2) is ctypes.c_int * 2,
    ]


@proves("ctypes.POINTER", "ctypes.pointer", "ctypes.byref", "ctypes.cast", "ctypes.addressof", "ctypes.SetPointerType")
def pointers() -> object:
    number, seven = ctypes.c_int(5), ctypes.c_int(7)
    held = ctypes.pointer(number)
    held.contents.value = 6
    octets = ctypes.cast(held, ctypes.POINTER(ctypes.c_uint8))
    ctypes.memmove(ctypes.byref(number), ctypes.addressof(seven), 4)
    return [
        octets[0],
        number.value,
        isinstance(held, ctypes.POINTER(ctypes.c_int)),
        raised(ctypes.SetPointerType, held, ctypes.c_int),
    ]


@proves("ctypes.create_string_buffer", "ctypes.create_unicode_buffer", "ctypes.c_buffer", "ctypes.resize")
def buffers() -> object:
    made = ctypes.create_string_buffer(b"abc", 10)
    ctypes.resize(made, 20)
    return [
        made.value.decode(),
        ctypes.sizeof(made),
        ctypes.create_unicode_buffer("üx").value,
        ctypes.c_buffer(b"x").raw.decode(),
    ]


@proves("ctypes.memmove", "ctypes.memset", "ctypes.string_at", "ctypes.wstring_at", "ctypes.memoryview_at")
def memory() -> object:
    made = ctypes.create_string_buffer(8)
    ctypes.memmove(made, b"abcd", 4)
    ctypes.memset(ctypes.addressof(made) + 1, ord("z"), 2)
    text = ctypes.create_unicode_buffer("wide")
    view = ctypes.memoryview_at(ctypes.addressof(made), 4)
    view[0] = ord("Q")
    return [ctypes.string_at(made, 4).decode(), ctypes.wstring_at(ctypes.addressof(text)), bytes(view).decode()]


@proves("ctypes.CDLL", "ctypes.LibraryLoader", "ctypes.cdll", "ctypes.ArgumentError")
def libraries() -> object:
    library = ctypes.CDLL(None)
    library.strlen.restype = ctypes.c_size_t
    library.strlen.argtypes = [ctypes.c_char_p]
    loader = ctypes.LibraryLoader(ctypes.CDLL)
    return [
        library.strlen(b"four"),
        loader.LoadLibrary(None).abs(-3),
        ctypes.cdll.LoadLibrary(None).abs(-4),
        raised(library.strlen, 1.5),
    ]


@proves("ctypes.PyDLL", "ctypes.pydll", "ctypes.pythonapi")
def interpreter() -> object:
    measure = ctypes.pythonapi.PyList_Size
    measure.argtypes, measure.restype = [ctypes.py_object], ctypes.c_ssize_t
    number = ctypes.PyDLL(None).PyLong_AsLong
    number.argtypes, number.restype = [ctypes.py_object], ctypes.c_long
    return [measure([1, 2, 3]), number(17), ctypes.pydll.LoadLibrary(None).PyErr_Occurred()]


@proves("ctypes.CFUNCTYPE", "ctypes.PYFUNCTYPE")
def callbacks() -> object:
    compare = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))
    numbers = (ctypes.c_int * 5)(5, 1, 4, 2, 3)
    ctypes.CDLL(None).qsort(numbers, 5, 4, compare(lambda one, two: one[0] - two[0]))
    double = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda number: 2 * number)
    return [list(numbers), double(21)]


@proves("ctypes.get_errno", "ctypes.set_errno")
def error_numbers() -> object:
    import errno

    library = ctypes.CDLL(None, use_errno=True)
    found = [ctypes.set_errno(5), ctypes.get_errno(), library.close(-1)]
    return [*found, errno.errorcode[ctypes.get_errno()]]


@proves("mmap.mmap", "mmap.error")
def mappings() -> object:
    with open(write("a", b"0123456789" * 1000), "r+b") as file:
        with mmap.mmap(file.fileno(), 0) as shared:
            shared[2:4] = b"xy"
            shared.seek(5)
            shared.flush()
            found = [len(shared), shared.find(b"45"), shared.read(3).decode(), shared[:5].decode()]
        with mmap.mmap(file.fileno(), 10, access=mmap.ACCESS_COPY) as private:
            private[0] = ord("P")
        with mmap.mmap(-1, 100) as anonymous:
            anonymous.write(b"free")
            found += [anonymous[:4].decode(), anonymous.madvise(mmap.MADV_NORMAL)]
    return [*found, open("a").read()[:5], mmap.error is OSError, raised(mmap.mmap, 0, -1), os.path.getsize("a")]


report()

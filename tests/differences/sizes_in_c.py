"""sizes in C"""

import ctypes
import fcntl
import mmap

sizes = [ctypes.sizeof(kind) for kind in (ctypes.c_void_p, ctypes.c_long, ctypes.c_size_t)]
print(sizes, mmap.PAGESIZE, fcntl.F_GETLK, fcntl.F_SETLK, fcntl.F_SETLKW, hasattr(ctypes, "c_double_complex"))
if sizes == [4, 4, 4] and mmap.PAGESIZE == 65536 and fcntl.F_SETLK == 13 and not hasattr(ctypes, "c_double_complex"):
    print("as the table says")

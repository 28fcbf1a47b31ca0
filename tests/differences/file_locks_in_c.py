"""file locks that C code waits for (F_SETLKW)"""

import ctypes
import fcntl
import os
import struct
import subprocess
import sys
import tempfile

path = tempfile.mkstemp()[1]
CHILD = """
import fcntl, sys, time
file = open(sys.argv[1], "r+")
fcntl.lockf(file, fcntl.LOCK_EX)
print("locked", flush=True)
time.sleep(1)
"""
with subprocess.Popen([sys.executable, "-c", CHILD, path], stdout=subprocess.PIPE, text=True) as child:
    child.stdout.readline()
    with open(path, "r+") as file:
        lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        library = ctypes.CDLL(None, use_errno=True)
        library.fcntl.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
        result = library.fcntl(file.fileno(), fcntl.F_SETLKW, ctypes.create_string_buffer(lock))
        print(result, os.strerror(ctypes.get_errno()))
        if result == -1:
            fcntl.lockf(file, fcntl.LOCK_EX)
            print("as the table says")

"""The modules that most programs of this guide import; images contain them in memory."""

COMMON = (
    "_colorize", "asyncio", "concurrent.futures.process", "concurrent.futures.thread", "contextlib", "ctypes.util",
    "dataclasses", "inspect", "linecache", "multiprocessing.connection", "multiprocessing.context",
    "multiprocessing.popen_forkserver", "multiprocessing.popen_spawn_posix", "multiprocessing.spawn", "pickle", "queue",
    "runpy", "shlex", "signal", "socket", "subprocess", "threading", "traceback", "typing",
)  # fmt: skip

"""Finalizers of objects whose descriptor, child, segment or interpreter is gone: they say what CPython says, or nothing."""

import _interpchannels
import asyncio
import gc
import io
import mmap
import multiprocessing
import os
import select
import socket
import ssl
import subprocess
import sys
import threading
import warnings
from concurrent import interpreters
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import shared_memory


def show(unraisable):
    """What a finalizer raised; error numbers differ."""
    print("unraisable:", unraisable.err_msg.partition(" <")[0], type(unraisable.exc_value).__name__)


sys.unraisablehook = show


class Cycle:
    """Something that only the garbage collector ends."""

    def __init__(self, value):
        self.value = value
        self.cycle = self


def end(name, make, spoil):
    """Make it, take from it what it needs, let it go: by its count, and by the collector."""
    for wrap in (list, Cycle):
        print(name, wrap.__name__)
        made = make()
        spoil(made)
        held = wrap([made])
        del made, held
        gc.collect()


def close_descriptor(made):
    """Close it behind the object's back."""
    os.close(made.fileno())


def pair():
    """One end of a pair; the other one is closed."""
    ours, other = socket.socketpair()
    other.close()
    return ours


def listener():
    """A socket that listens."""
    made = socket.socket()
    made.bind(("127.0.0.1", 0))
    made.listen()
    return made


def epoll():
    """One that watches."""
    made = select.epoll()
    made.register(os.pipe()[0])
    return made


def tls():
    """A TLS socket before its handshake."""
    context = ssl.create_default_context()
    return context.wrap_socket(pair(), server_hostname="localhost", do_handshake_on_connect=False)


def written():
    """A file with something in its buffer."""
    reader, writer = os.pipe()
    os.close(reader)
    made = open(writer, "w")
    made.write("text")
    return made


def sent():
    """A socket at which descriptors arrived that nobody has received; the other one is closed."""
    ours, other = socket.socketpair()
    socket.send_fds(other, [b"x"], os.pipe())
    other.close()
    return ours


end("socket", pair, close_descriptor)
end("descriptors on their way", sent, close_descriptor)
end("listener", listener, close_descriptor)
end("datagram", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM), close_descriptor)
end("epoll", epoll, close_descriptor)
end("tls", tls, close_descriptor)
end("raw file", lambda: io.FileIO(os.pipe()[0]), close_descriptor)
end("reader", lambda: open(os.pipe()[0], "rb"), close_descriptor)
end("writer", lambda: open(os.pipe()[1], "wb"), close_descriptor)
end("broken pipe", written, lambda _: None)


def segment():
    """Shared memory."""
    return shared_memory.SharedMemory(create=True, size=64)


end("shared memory", segment, lambda made: made.unlink())
end("shared memory closed", segment, lambda made: (made.unlink(), made.close()))
end("anonymous memory", lambda: mmap.mmap(-1, 4096), lambda _: None)
end("semaphore", lambda: multiprocessing.get_context("spawn").BoundedSemaphore(1), lambda made: made.acquire())
end("queue", lambda: multiprocessing.get_context("spawn").SimpleQueue(), lambda made: os.close(made._reader.fileno()))
end("timer", lambda: threading.Timer(60, print), lambda made: made.cancel())
end("executor", lambda: ThreadPoolExecutor(1), lambda made: made.submit(int).result())
end("queue of interpreters", interpreters.create_queue, lambda made: made.put(1))
end("interpreter", interpreters.create, lambda made: made.close())
end("channel", lambda: _interpchannels.create(3, 0), _interpchannels.destroy)


def child():
    """A child that has ended."""
    return subprocess.Popen([sys.executable, "-c", "pass"], stdout=subprocess.PIPE)


end("child waited for", child, lambda made: os.waitpid(made.pid, 0))
warnings.simplefilter("ignore", ResourceWarning)


async def nobody_waits():
    """A transport whose child is killed by its finalizer."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "import time; time.sleep(60)")
    print(type(process).__name__)


asyncio.run(nobody_waits())
gc.collect()

sys.unraisablehook = sys.__unraisablehook__
warnings.simplefilter("error")
os.closerange(3, 64)  # what was left open above; the numbers below are the same everywhere
unclosed = socket.socket(socket.AF_UNIX)
del unclosed
raw = io.FileIO(os.pipe()[0])
del raw
warnings.simplefilter("always")


def leak():
    """Let go of a socket and a file in this function."""
    socket.socket(socket.AF_UNIX)
    open(os.pipe()[0], "rb")


leak()
ends_with_the_program = socket.socket(socket.AF_UNIX)

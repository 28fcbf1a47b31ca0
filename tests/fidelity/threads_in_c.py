"""What C code knows of threads: whose an object is, who holds a lock, and how long to wait."""

import _imp
import io
import os
import sqlite3
import sys
import tempfile
import threading
import time
from pathlib import Path

directory = Path(tempfile.mkdtemp())


def in_thread(function, *args):
    """Run it in another thread, to its end."""
    thread = threading.Thread(target=function, args=args)
    thread.start()
    thread.join()


# sqlite3: an object belongs to the thread that made it.
db = sqlite3.connect(":memory:")
db.execute("create table t(id integer primary key, data blob)")
db.execute("insert into t values (1, zeroblob(4))")
cursor, blob = db.cursor(), db.blobopen("t", "data", 1)


def attempt(name, function, *args):
    """Say how a call of another thread fails."""
    try:
        function(*args)
        print(name, "works")
    except sqlite3.ProgrammingError as error:
        idents = [int(word.rstrip(".")) for word in str(error).split() if word.rstrip(".").isdigit()]
        print(
            name,
            str(error).partition(" The object")[0],
            idents == [threading.main_thread().ident, threading.get_ident()],
        )


for name, function, *args in [
    ("execute", db.execute, "select 1"),
    ("cursor", db.cursor),
    ("commit", db.commit),
    ("backup", db.backup, db),
    ("create_function", db.create_function, "f", 0, int),
    ("cursor.execute", cursor.execute, "select 1"),
    ("fetchall", cursor.fetchall),
    ("blob.read", blob.read),
    ("close", db.close),
]:
    in_thread(attempt, name, function, *args)
print(db.execute("select 1").fetchone())
shared = sqlite3.connect(":memory:", check_same_thread=False)
in_thread(lambda: print(shared.execute("select 2").fetchone()))

# Its busy timeout lets the other threads run.
first, second = (
    sqlite3.connect(directory / "db", isolation_level=None, check_same_thread=False, timeout=5) for _ in range(2)
)
first.execute("begin immediate")
timer = threading.Timer(0.1, first.execute, ["commit"])
timer.start()
second.execute("begin immediate")
second.execute("commit")
timer.join()
print("no longer busy")

# Functions that it calls may wait.
order = []
called, appended = threading.Event(), threading.Event()


def slow(x):
    """Let another thread run."""
    called.set()
    appended.wait()
    order.append(x)
    return x


second.create_function("slow", 1, slow)
second.create_collation("slowly", lambda a, b: (slow(a) > b) - (a < b))
second.set_trace_callback(lambda _: time.sleep(0.001))
second.set_progress_handler(lambda: time.sleep(0.001), 50)
thread = threading.Thread(target=lambda: (called.wait(), order.append("thread"), appended.set()))
thread.start()
print(second.execute("select slow(1) + slow(2)").fetchone(), order)
thread.join()
print(second.execute("select 'a' union select 'b' order by 1 collate slowly").fetchall())

# A buffer is one thread's at a time; the others wait for it.
r, w = os.pipe()
pipe, parts = open(r, "rb"), []
threads = [threading.Thread(target=lambda: parts.append(pipe.read(3))) for _ in range(3)]
for thread in threads:
    thread.start()
for part in (b"abc", b"def", b"ghi"):
    os.write(w, part)
    time.sleep(0.01)
for thread in threads:
    thread.join()
print(sorted(parts))
pipe.close()
os.close(w)


class Raw(io.RawIOBase):
    """A file that reads itself."""

    def readable(self):
        """As it can."""
        return True

    def readinto(self, _):
        """From the buffer that reads this."""
        try:
            buffer.read(1)
        except RuntimeError as error:
            print(str(error).partition("<")[0])
        return 0


buffer = io.BufferedReader(Raw())
print(buffer.read(1))

# A module is imported by one thread; the others wait for it, unless two wait for each other.
sys.path.insert(0, str(directory))
(directory / "slow_module.py").write_text("import time\nbegun = True\ntime.sleep(0.05)\nvalue = 42\n")
for name, other in (("one", "two"), ("two", "one")):
    (directory / f"{name}.py").write_text(f"import time\ntime.sleep(0.03)\nimport {other}\nvalue = {name!r}\n")


seen = []


def use():
    """Need the whole module."""
    import slow_module

    seen.append(slow_module.value)


threads = [threading.Thread(target=use) for _ in range(3)]
threads += [threading.Thread(target=__import__, args=[name]) for name in ("one", "two")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seen, sys.modules["one"].value, sys.modules["two"].value)

_imp.acquire_lock()
thread = threading.Thread(target=lambda: (_imp.acquire_lock(), print("second"), _imp.release_lock()))
thread.start()
time.sleep(0.01)
print("first", _imp.lock_held())
_imp.release_lock()
thread.join()
print(_imp.lock_held())

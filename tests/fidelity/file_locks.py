"""Locks on files: of a process, of an open file, within a process and between several, waited for or not; SQLite's."""

import errno
import fcntl
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading

CHILD = """
import errno, fcntl, os, struct, sys
files = {}
for line in sys.stdin:
    verb, name, *rest = line.split()
    numbers = [int(word) for word in rest if word.lstrip("-").isdigit()]
    try:
        if verb == "open":
            files[name] = open(name, rest[0])
            print("opened")
        elif verb == "close":
            print(files.pop(name).close())
        elif verb == "flock":
            print(fcntl.flock(files[name], numbers[0]))
        elif verb == "lockf":
            print(fcntl.lockf(files[name], *numbers))
        elif verb == "exit":
            print("ends", flush=True)
            os._exit(0)
    except OSError as error:
        if error.errno == errno.EDEADLK:
            fcntl.lockf(files[name], fcntl.LOCK_UN)
        print(errno.errorcode[error.errno])
    sys.stdout.flush()
"""
SH, EX, UN, NB = fcntl.LOCK_SH, fcntl.LOCK_EX, fcntl.LOCK_UN, fcntl.LOCK_NB


def start():
    return subprocess.Popen([sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def tell(*words):
    process.stdin.write(" ".join(map(str, words)) + "\n")
    process.stdin.flush()


def child(*words):
    tell(*words)
    print("child:", *words, "->", process.stdout.readline().strip())


def here(what, function, *args):
    try:
        result = function(*args)
    except OSError as error:
        result = errno.errorcode[error.errno]
    print(what, "->", result)


os.chdir(tempfile.mkdtemp())
with open("a", "w") as file:
    file.write("0123456789")
first, second = open("a", "r+"), open("a", "r+")

# Within a process: each open file has its own.
here("exclusive", fcntl.flock, first, EX)
here("by another", fcntl.flock, second, EX | NB)
here("shared by another", fcntl.flock, second, SH | NB)
here("downgraded", fcntl.flock, first, SH)
here("shared by another", fcntl.flock, second, SH | NB)
here("upgraded", fcntl.flock, first, EX | NB)
here("what it had is gone", fcntl.flock, second, EX | NB)
copy = os.dup(second.fileno())
second.close()
here("a duplicate is open", fcntl.flock, first, EX | NB)
os.close(copy)
here("none is open", fcntl.flock, first, EX | NB)
here("no operation", fcntl.flock, first, 0)
second = open("a")
waiting = threading.Thread(target=here, args=("waits", fcntl.flock, second, EX))
waiting.start()
waiting.join(0.1)
print("still waits:", waiting.is_alive())
fcntl.flock(first, UN)
waiting.join()
second.close()

# Between processes.
process = start()
child("open", "a", "r+")
here("exclusive", fcntl.flock, first, EX)
child("flock", "a", EX | NB)
tell("flock", "a", EX)
here("given back", fcntl.flock, first, UN)
print("child waited:", process.stdout.readline().strip())
here("now it is the child's", fcntl.flock, first, SH | NB)
child("close", "a")
here("closed", fcntl.flock, first, SH | NB)
fcntl.flock(first, UN)

child("open", "a", "r+")
here("some bytes", fcntl.lockf, first, EX | NB, 4, 2)
child("lockf", "a", EX | NB, 2, 0)
child("lockf", "a", EX | NB, 1, 5)
child("lockf", "a", SH | NB, 0, 6)
here("shared and shared", fcntl.lockf, first, SH | NB, 1, 8)
here("shared and exclusive", fcntl.lockf, first, EX | NB, 1, 8)
here("a part is given back", fcntl.lockf, first, UN, 1, 3)
child("lockf", "a", EX | NB, 1, 3)
child("lockf", "a", EX | NB, 1, 2)
short = struct.pack("hhllhh", fcntl.F_WRLCK, os.SEEK_SET, 6, 0, 0, 0)
found = struct.unpack("hhll", fcntl.fcntl(first, fcntl.F_GETLK, short)[: struct.calcsize("hhll")])
print("in the way:", found)
free = struct.pack("hhllhh", fcntl.F_RDLCK, os.SEEK_SET, 4, 1, 0, 0)
print("free:", struct.unpack_from("h", fcntl.fcntl(first, fcntl.F_GETLK, free))[0] == fcntl.F_UNLCK)
open("a").close()
child("lockf", "a", EX | NB, 1, 2)
child("lockf", "a", UN)
tell("lockf", "a", EX, 1, 100)
print("child has it:", process.stdout.readline().strip())
fcntl.lockf(first, EX, 1, 50)
tell("lockf", "a", EX, 1, 50)
try:
    mine = fcntl.lockf(first, EX, 1, 100)
except OSError as error:
    mine = errno.errorcode[error.errno]
fcntl.lockf(first, UN)
# One of the two is told, whichever asked last; it gives up what it has, and the other goes on.
print("deadlock:", sorted([str(mine), process.stdout.readline().strip()]))
child("exit", "a")
process.wait()
here("of a process that ended", fcntl.lockf, first, EX | NB)
with open("a") as reader:
    here("exclusive, to read", fcntl.lockf, reader, EX | NB)
here("locked from its place on", os.lockf, first.fileno(), os.F_TLOCK, 0)
here("tested", os.lockf, first.fileno(), os.F_TEST, 0)
fcntl.lockf(first, UN)
process = start()
child("open", "a", "r+")
child("lockf", "a", EX)
here("tested", os.lockf, first.fileno(), os.F_TEST, 0)
process.kill()
process.wait()
here("of a process that was killed", os.lockf, first.fileno(), os.F_TLOCK, 0)

# An open file that a child has too, and a lock of its description.
OFD = (
    struct.pack("hhllhh", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0, 0)
    if struct.calcsize("l") == 4
    else struct.pack("hhlli4x", fcntl.F_WRLCK, 0, 0, 0, 0)
)
fcntl.lockf(first, UN)
here("of a description", lambda: fcntl.fcntl(first, fcntl.F_OFD_SETLK, OFD) == OFD)
second = open("a", "r+")
here("of another", fcntl.fcntl, second, fcntl.F_OFD_SETLK, OFD)
here("and of a process", fcntl.lockf, second, EX | NB)
first.close()
here("closed", lambda: fcntl.fcntl(second, fcntl.F_OFD_SETLK, OFD) == OFD)
fcntl.flock(second, EX)
holder = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=[second.fileno()])
second.close()
third = open("a", "r+")
here("the child has it open", fcntl.flock, third, EX | NB)
holder.communicate(b"\n")
here("the child has ended", fcntl.flock, third, EX | NB)

# Two processes and a database.
ASK = """
import sqlite3, sys
database = sqlite3.connect("db", timeout=0.1)
try:
    print(database.execute("select count(*) from t").fetchone())
    database.execute("insert into t values (2)")
    database.commit()
    print("inserted")
except sqlite3.OperationalError as error:
    print(error)
"""


def ask():
    print("child:", subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True).stdout.split("\n"))


database = sqlite3.connect("db")
database.execute("create table t(x)")
database.commit()
database.execute("begin immediate")
database.execute("insert into t values (1)")
ask()
database.commit()
ask()
print("here:", database.execute("select x from t").fetchall())
database.execute("begin exclusive")
ask()
database.rollback()
ask()
print("here:", database.execute("select x from t").fetchall(), database.execute("pragma integrity_check").fetchall())
COUNT = """
import sqlite3
database = sqlite3.connect("db", timeout=60, isolation_level=None)
for _ in range(10):
    database.execute("begin immediate")
    value, = database.execute("select x from n").fetchone()
    database.execute("update n set x = ?", (value + 1,))
    database.execute("commit")
"""
database.execute("create table n(x)")
database.execute("insert into n values (0)")
database.commit()
counting = [subprocess.Popen([sys.executable, "-c", COUNT]) for _ in range(2)]
for process in counting:
    print("counted:", process.wait())
print("sum:", database.execute("select x from n").fetchall())

"""Names that several processes create, move and remove at the same moment: each call succeeds in one of them."""

import multiprocessing
import os
import socket
import sqlite3
import stat
import tempfile

ROUNDS = 40
PORTS = 48_100
servers = []
NAMES = "abc"


def create(name, number):
    with open(f"created {number}", "x") as file:
        file.write(name)


def lock(name, number):
    os.close(os.open(f"locked {number}", os.O_CREAT | os.O_EXCL | os.O_WRONLY))


def make(name, number):
    os.mkdir(f"made {number}")


def link(name, number):
    os.symlink(name, f"linked {number}")


def claim(name, number):
    os.rename(f"job {number}", f"job {number} of {name}")


def remove(name, number):
    os.unlink(f"file {number}")


def clear(name, number):
    os.rmdir(f"directory {number}")


def bind(name, number):
    with socket.socket(socket.AF_UNIX) as server:
        try:
            server.bind(f"bound {number}")
        except OSError as error:
            raise FileExistsError from error


def serve(name, number):
    server = socket.socket()
    try:
        server.bind(("127.0.0.1", PORTS + number))
    except OSError as error:
        server.close()
        raise FileExistsError from error
    servers.append(server)  # its port stays taken


def append(name, number):
    """All of them succeed, in the same file."""
    with open(f"log {number}", "a") as file:
        file.write(f"{name}\n")


def replace(name, number):
    """All of them succeed, one after the other."""
    with open(f"{name} {number}", "w") as file:
        file.write(f"{number}" * 10)
    os.replace(f"{name} {number}", f"replaced {number}")


ACTIONS = [create, lock, make, link, claim, remove, clear, bind, serve, append, replace]


def work(name, barrier, queue):
    for action in ACTIONS:
        barrier.wait()
        done = []
        for number in range(ROUNDS):
            try:
                action(name, number)
            except (FileExistsError, FileNotFoundError):
                continue
            done.append(number)
        queue.put((action.__name__, name, done))


def fill(name, barrier):
    """A database that doesn't exist yet, and its table."""
    barrier.wait()
    with sqlite3.connect("database", timeout=60) as connection:
        connection.execute("create table if not exists t (name)")
        connection.execute("insert into t values (?)", [name])
    connection.close()


def read(path):
    with open(path) as file:
        return file.read()


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    os.chdir(tempfile.mkdtemp())
    for number in range(ROUNDS):
        open(f"job {number}", "w").close()
        open(f"file {number}", "w").close()
        os.mkdir(f"directory {number}")
    barrier = multiprocessing.Barrier(len(NAMES))
    queue = multiprocessing.Queue()
    workers = [multiprocessing.Process(target=work, args=(name, barrier, queue)) for name in NAMES]
    for worker in workers:
        worker.start()
    results = {}
    for _ in range(len(ACTIONS) * len(NAMES)):
        action, name, done = queue.get()
        results.setdefault(action, {})[name] = done
    for worker in workers:
        worker.join()
    for action, by_name in results.items():
        done = sorted(number for numbers in by_name.values() for number in numbers)
        times = len(NAMES) if action in ("append", "replace") else 1
        print(action, done == sorted(list(range(ROUNDS)) * times))
    for action, holds in {
        "create": lambda name, number: read(f"created {number}") == name,
        "link": lambda name, number: os.readlink(f"linked {number}") == name,
        "claim": lambda name, number: os.path.exists(f"job {number} of {name}"),
        "bind": lambda name, number: stat.S_ISSOCK(os.stat(f"bound {number}").st_mode),
    }.items():
        print(f"{action}:", all(holds(name, number) for name, done in results[action].items() for number in done))
    print("logs:", all(sorted(read(f"log {number}").split()) == list(NAMES) for number in range(ROUNDS)))
    print("replaced:", all(read(f"replaced {number}") == f"{number}" * 10 for number in range(ROUNDS)))
    left = [name for name in os.listdir() if name.startswith(("file", "directory"))]
    print("left:", left, len([name for name in os.listdir() if name.startswith("job")]))
    workers = [multiprocessing.Process(target=fill, args=(name, barrier)) for name in NAMES]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with sqlite3.connect("database") as connection:
        print("rows:", sorted(row for (row,) in connection.execute("select name from t")))
    connection.close()

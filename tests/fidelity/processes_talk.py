"""What processes tell each other: objects of the program's own classes, unbuffered lines, the end of a connection."""

import multiprocessing
import py_compile
import subprocess
import sys
import tempfile
import threading
import zipfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path


@dataclass
class Point:
    """Made in a child, and sent to its parent."""

    x: int
    y: int


class RangeError(Exception):
    """Raised in a child."""

    def __init__(self, low: int, high: int) -> None:
        super().__init__(low, high)


def move(point: Point) -> Point:
    if point.x < 0:
        raise RangeError(point.x, 0)
    return Point(point.x + 1, point.y + 1)


def hang_up(address) -> None:
    connection.Client(address).close()


def converse() -> None:
    """Write to a child line by line; each answer comes before the next line goes."""
    code = "import sys\nfor line in sys.stdin: print('heard', line.strip(), end='.\\n')"
    command = [sys.executable, "-u", "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as child:
        for word in ("one", "two"):
            child.stdin.write(f"{word}\n")
            print(child.stdout.readline().strip())


def chatter() -> None:
    """Several threads of a child write more than its pipe takes at once."""
    code = (
        "import threading\n"
        "def write():\n"
        "    for _ in range(50): print('x' * 5000)\n"
        "threads = [threading.Thread(target=write) for _ in range(3)]\n"
        "[thread.start() for thread in threads]\n"
        "[thread.join() for thread in threads]\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    print(done.returncode, done.stdout.count("x"), done.stderr)


def main() -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        print(pool.submit(move, Point(1, 2)).result())
        print(repr(pool.submit(move, Point(-1, 0)).exception()))

    converse()
    chatter()

    with connection.Listener(family="AF_UNIX") as listener:
        child = context.Process(target=hang_up, args=(listener.address,))
        child.start()
        with listener.accept() as accepted:
            child.join()
            try:
                accepted.send("nobody hears it")
            except OSError as error:
                print(type(error).__name__)

    with tempfile.TemporaryDirectory() as directory:
        program = Path(directory, "program.zip")
        with zipfile.ZipFile(program, "w") as archive:
            archive.writestr("__main__.py", "import sys, words\nprint(__name__, words.WORDS, sys.argv[1:])\n")
            archive.writestr("words.py", "WORDS = ['a', 'b']\n")
        source = Path(directory, "script.py")
        source.write_text("import sys\nprint(__name__, sys.argv[1:])\n")
        compiled = py_compile.compile(str(source), str(Path(directory, "script.pyc")))
        for path in (str(program), compiled):
            command = [sys.executable, path, "argument"]
            print(subprocess.run(command, capture_output=True, text=True).stdout.strip())
    # A semaphore that has no name: nobody takes it away at the end.
    with multiprocessing.get_context("fork").Lock() as taken:
        print(taken, threading.active_count())


if __name__ == "__main__":
    main()

"""multiprocessing, process pools and subprocess: each child has an interpreter of its own."""

import multiprocessing as mp
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor


def square(number: int) -> int:
    return number * number


def produce(queue: "mp.Queue[tuple[int, int] | None]", lock: object, shared: "dict[str, int]") -> None:
    for number in range(3):
        queue.put((os.getpid(), number))
        with lock:  # type: ignore[attr-defined]
            shared["total"] += number
    queue.put(None)


def answer(end: object) -> None:
    end.send(end.recv().upper())  # type: ignore[attr-defined]


def main() -> None:
    with mp.Pool(2) as pool:
        assert pool.map(square, range(10)) == [number * number for number in range(10)]

    with ProcessPoolExecutor(2) as executor:
        assert list(executor.map(square, range(5))) == [0, 1, 4, 9, 16]
        assert executor.submit(os.getpid).result() != os.getpid()

    with mp.Manager() as manager:
        queue: mp.Queue[tuple[int, int] | None] = mp.Queue()
        shared = manager.dict(total=0)
        lock = mp.Lock()
        children = [mp.Process(target=produce, args=(queue, lock, shared)) for _ in range(2)]
        for child in children:
            child.start()
        ended, got = 0, []
        while ended < 2:
            item = queue.get()
            if item is None:
                ended += 1
            else:
                got.append(item)
        for child in children:
            child.join()
        assert {pid for pid, _ in got} == {child.pid for child in children}
        assert [child.exitcode for child in children] == [0, 0]
        assert shared["total"] == 6

    near, far = mp.Pipe()
    child = mp.Process(target=answer, args=(far,))
    child.start()
    near.send("over the pipe")
    assert near.recv() == "OVER THE PIPE"
    child.join()

    done = subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "42\n", "")
    failed = subprocess.run([sys.executable, "-c", "raise SystemExit(3)"])
    assert failed.returncode == 3
    echo = "import sys; sys.stdout.write(sys.stdin.read()[::-1])"
    assert subprocess.run([sys.executable, "-c", echo], input=b"abc", capture_output=True).stdout == b"cba"
    try:
        subprocess.run(["no-such-program"])
    except FileNotFoundError as error:
        assert "no-such-program" in str(error)
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    sleeper.terminate()
    assert sleeper.wait(10) == -15
    print("ok")


if __name__ == "__main__":
    main()

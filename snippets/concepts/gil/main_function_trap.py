"""A function that changes a global, called in another interpreter"""
# /// script
# requires-python = ">=3.14"
# ///

from concurrent import interpreters
from concurrent.futures import InterpreterPoolExecutor

count = 0


def add() -> int:
    global count
    count += 1
    return count


def main() -> None:
    with InterpreterPoolExecutor(max_workers=1) as pool:
        print("in the pool:", [pool.submit(add).result() for _ in range(3)])
    print("here:", count)  # its global is another one
    other = interpreters.create()
    try:
        other.call(lambda: count)
    except interpreters.NotShareableError:
        print("a lambda that uses a global can't be called there")
    other.close()


if __name__ == "__main__":
    main()

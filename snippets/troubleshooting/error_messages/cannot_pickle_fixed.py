"""A function with a name, and arguments that are data"""

from concurrent.futures import ProcessPoolExecutor


def multiply(a: int, b: int) -> int:
    return a * b


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1) as pool:
        print(pool.submit(multiply, 6, 7).result())

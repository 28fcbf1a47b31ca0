"""An exception of a worker arrives with the worker's traceback"""

from concurrent.futures import ProcessPoolExecutor


def average(numbers: list[int]) -> float:
    return sum(numbers) / len(numbers)


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1) as pool:
        future = pool.submit(average, [])
        try:
            future.result()
        except ZeroDivisionError as error:
            print("ZeroDivisionError:", error)
            lines = str(error.__cause__).splitlines()  # the traceback of the worker, as text
            print("the line in the worker:", *(line.strip() for line in lines if "len(numbers)" in line))

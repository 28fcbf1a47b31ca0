"""multiprocessing.Pool: map() and starmap() return lists"""

from multiprocessing import Pool


def square(number: int) -> int:
    return number * number


def power(base: int, exponent: int) -> int:
    return int(base**exponent)


if __name__ == "__main__":
    with Pool(processes=2) as pool:
        print("map:    ", pool.map(square, [1, 2, 3, 4]))
        print("starmap:", pool.starmap(power, [(2, 8), (3, 3), (10, 2)]))
        print("apply:  ", pool.apply(power, (2, 16)))

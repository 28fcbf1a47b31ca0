"""An exception loses the results of its whole chunk"""

from concurrent.futures import ProcessPoolExecutor


def parse(text: str) -> int:
    return int(text)


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1) as pool:
        for chunksize in (1, 4):
            received: list[int] = []
            try:
                for number in pool.map(parse, ["1", "2", "three", "4"], chunksize=chunksize):
                    received.append(number)
            except ValueError:
                print(f"chunksize={chunksize}: received {received} before the ValueError")

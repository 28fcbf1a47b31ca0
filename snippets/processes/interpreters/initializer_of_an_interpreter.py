"""Each worker of an InterpreterPoolExecutor has its own globals"""
# /// script
# requires-python = ">=3.14"
# ///

from concurrent.futures import InterpreterPoolExecutor

prices: dict[str, int] = {}


def load() -> None:
    prices.update({"tea": 3, "cake": 5})


def price(article: str) -> int:
    return prices[article]


if __name__ == "__main__":
    with InterpreterPoolExecutor(max_workers=1, initializer=load) as pool:
        print("in the worker:", list(pool.map(price, ["tea", "cake"])))
    print("here:", prices)

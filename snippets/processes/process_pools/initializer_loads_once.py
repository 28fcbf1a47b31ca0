"""initializer: load a table once in each worker, not with each call"""

from concurrent.futures import ProcessPoolExecutor

prices: dict[str, int] = {}
loads = 0


def load(currency: str) -> None:
    global loads
    loads += 1
    prices.update({"tea": 3, "cake": 5} if currency == "EUR" else {})


def price(article: str) -> tuple[int, int]:
    return prices[article], loads


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1, initializer=load, initargs=("EUR",)) as pool:
        for article in ("tea", "cake", "tea"):
            euros, loads_in_the_worker = pool.submit(price, article).result()
            print(f"{article}: {euros} EUR, loaded {loads_in_the_worker} time")
    print("in the parent:", prices)

"""An exception that can't be unpickled breaks the pool"""

from concurrent.futures import ProcessPoolExecutor


class HttpError(Exception):
    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}")  # the mistake: pickle keeps this one argument only


class WebError(Exception):
    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)  # pickle keeps both


def fetch(error: type[Exception]) -> None:
    raise error(404, "Not Found")


if __name__ == "__main__":
    for kind in (HttpError, WebError):
        with ProcessPoolExecutor(max_workers=1) as pool:
            print(f"{kind.__name__} arrives as {type(pool.submit(fetch, kind).exception()).__name__}")

"""An error in apply_async() is reported by get() only"""

import multiprocessing


def send(address: str) -> None:
    if "@" not in address:
        raise ValueError(f"no address: {address}")


if __name__ == "__main__":
    with multiprocessing.Pool(1) as pool:
        results = [pool.apply_async(send, (address,)) for address in ("ada@example.org", "bob")]
        for result in results:
            result.wait()
        print("both calls have ended, and nothing was reported")
        try:
            results[1].get()
        except ValueError as error:
            print("ValueError:", error)

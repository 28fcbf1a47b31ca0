"""An exception that no code asks for stays in its future"""

from concurrent.futures import ThreadPoolExecutor


def send(address: str) -> None:
    if "@" not in address:
        raise ValueError(f"no address: {address}")


with ThreadPoolExecutor(max_workers=2) as pool:
    futures = [pool.submit(send, address) for address in ("ada@example.org", "bob")]

print("the with block has ended, and nothing was reported")
for future in futures:
    print(repr(future.exception()))

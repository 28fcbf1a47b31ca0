"""A future brings a thread's exception to the thread that asks"""

from concurrent.futures import ThreadPoolExecutor


def parse(text: str) -> int:
    return int(text)


with ThreadPoolExecutor(max_workers=1) as pool:
    good = pool.submit(parse, "42")
    bad = pool.submit(parse, "forty-two")

print("result:", good.result())
try:
    bad.result()  # raised here, in the main thread
except ValueError as error:
    print("ValueError:", error)

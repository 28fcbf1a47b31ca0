from concurrent.futures import ThreadPoolExecutor


def outer():
    return pool.submit(len, "abc").result()


with ThreadPoolExecutor(max_workers=1) as pool:
    print(pool.submit(outer).result())

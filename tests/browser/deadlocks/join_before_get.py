import multiprocessing


def render(pages):
    pages.put("x" * 1_000_000)


if __name__ == "__main__":
    pages = multiprocessing.Queue()
    process = multiprocessing.Process(target=render, args=(pages,))
    process.start()
    process.join()
    print(len(pages.get()))

"""InterpreterPoolExecutor: futures raise the original exception"""
# /// script
# requires-python = ">=3.14"
# ///

from concurrent.futures import InterpreterPoolExecutor


def parse(text: str) -> int:
    return int(text)


if __name__ == "__main__":
    with InterpreterPoolExecutor(max_workers=2) as pool:
        print("map:", list(pool.map(parse, ["1", "2", "3"])))
        try:
            pool.submit(parse, "four").result()
        except ValueError as error:
            print("ValueError:", error)

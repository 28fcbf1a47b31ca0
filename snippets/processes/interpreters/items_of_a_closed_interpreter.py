"""The items of a closed interpreter are replaced by UNBOUND"""
# /// script
# requires-python = ">=3.14"
# ///

from concurrent import interpreters


def work(results: interpreters.Queue) -> None:
    results.put("answer")


if __name__ == "__main__":
    results = interpreters.create_queue()
    interpreter = interpreters.create()
    interpreter.call(work, results)
    interpreter.call(work, results)
    print("before close():", results.get())
    interpreter.close()
    print("after close(): ", results.get())

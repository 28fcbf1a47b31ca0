"""Send a child's exception to the parent through a pipe"""

import multiprocessing
from multiprocessing.connection import Connection


def parse(text: str, to_parent: "Connection[int | Exception, None]") -> None:
    try:
        to_parent.send(int(text))
    except Exception as error:
        to_parent.send(error)


def parse_in_a_child(text: str) -> int:
    from_child, to_parent = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=parse, args=(text, to_parent))
    process.start()
    result: int | Exception = from_child.recv()
    process.join()
    if isinstance(result, Exception):
        raise result
    return result


if __name__ == "__main__":
    print("result:", parse_in_a_child("42"))
    try:
        parse_in_a_child("forty-two")
    except ValueError as error:
        print("ValueError:", error)

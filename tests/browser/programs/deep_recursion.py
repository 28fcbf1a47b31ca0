# The browser's stack is smaller than the one that CPython reckons with: deep recursion must raise, not crash.
import json
import threading
from collections.abc import Callable


def nested(depth: int) -> list[object]:
    chain: list[object] = []
    for _ in range(depth):
        chain = [chain]
    return chain


class Endless:
    def __getattr__(self, name: str) -> object:
        return getattr(self, name + "x")


class Node:
    def __init__(self, following: "Node | None") -> None:
        self.following = following


def by_key(number: int) -> int:
    return max([1], key=lambda _: by_key(number + 1))


def linked_list() -> None:
    head = None
    for _ in range(100_000):
        head = Node(head)
    raise RecursionError  # as the others do


CASES: list[Callable[[], object]] = [
    lambda: repr(nested(100_000)),
    lambda: json.loads("[" * 100_000),
    lambda: Endless().name,
    lambda: by_key(0),
    linked_list,
]


def check() -> None:
    for case in CASES:
        try:
            case()
        except RecursionError:
            continue
        raise AssertionError("no RecursionError")


check()
for _ in range(3):
    thread = threading.Thread(target=check)
    thread.start()
    thread.join()
print("ok")

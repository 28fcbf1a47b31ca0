"""PriorityQueue: equal priorities compare the items"""

from dataclasses import dataclass, field
from itertools import count
from queue import PriorityQueue

tuples: PriorityQueue[tuple[int, dict[str, str]]] = PriorityQueue()
tuples.put((1, {"to": "ada"}))
try:
    tuples.put((1, {"to": "bob"}))
except TypeError as error:
    print("TypeError:", error)

numbers = count()


@dataclass(order=True)
class Mail:
    priority: int
    number: int = field(default_factory=lambda: next(numbers), init=False)  # first come, first served
    message: dict[str, str] = field(default_factory=dict, compare=False)


mails: PriorityQueue[Mail] = PriorityQueue()
for priority, name in ((2, "ada"), (1, "bob"), (2, "cyd"), (1, "dan")):
    mails.put(Mail(priority, message={"to": name}))
print([mails.get().message["to"] for _ in range(4)])

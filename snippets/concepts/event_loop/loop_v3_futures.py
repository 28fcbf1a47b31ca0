"""An event loop with futures and tasks: await yields a future"""

from collections import deque
from collections.abc import Callable, Coroutine, Generator
from typing import Any

ready: deque[Callable[[], object]] = deque()


class Future:
    def __init__(self) -> None:
        self.done = False
        self.result: Any = None
        self.callbacks: list[Callable[[], object]] = []

    def set_result(self, result: object) -> None:
        self.done, self.result = True, result
        ready.extend(self.callbacks)  # the tasks that wait are ready

    def __await__(self) -> Generator["Future", None, Any]:
        if not self.done:
            yield self  # to the task that runs this coroutine
        return self.result


class Task(Future):
    def __init__(self, coroutine: Coroutine[Any, Any, Any]) -> None:
        super().__init__()
        self.coroutine = coroutine
        ready.append(self.step)

    def step(self) -> None:
        try:
            waits_for = self.coroutine.send(None)  # up to the next yield, however deep
        except StopIteration as stop:
            self.set_result(stop.value)
        else:
            waits_for.callbacks.append(self.step)


async def customer(order: Future) -> str:
    print("customer waits")
    return f"customer eats {await order}"


async def cook(order: Future) -> None:
    print("cook cooks")
    order.set_result("soup")


order = Future()
task, _ = Task(customer(order)), Task(cook(order))
while ready:
    ready.popleft()()
print(task.result)

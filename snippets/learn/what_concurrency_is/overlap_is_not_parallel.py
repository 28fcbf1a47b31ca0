"""Two tasks in progress, one running at a time"""

from collections.abc import Iterator
from itertools import count

moments = count()  # 0, 1, 2 and so on: the order of what happens
steps: dict[str, list[tuple[int, int]]] = {"A": [], "B": []}  # when each step begins and ends


def job(name: str) -> Iterator[None]:
    for step in (1, 2):
        begin = next(moments)
        print(f"{name} runs step {step}")
        steps[name].append((begin, next(moments)))
        yield  # in progress, but not running


def most_at_once(spans: list[tuple[int, int]]) -> int:
    return max(sum(begin <= moment <= end for begin, end in spans) for moment, _ in spans)


for _ in zip(job("A"), job("B"), strict=True):  # A and B take turns
    pass

in_progress = [(spans[0][0], spans[-1][1]) for spans in steps.values()]  # from its first step to its last
running = [span for spans in steps.values() for span in spans]
print(f"in progress at once: {most_at_once(in_progress)}, running at once: {most_at_once(running)}")

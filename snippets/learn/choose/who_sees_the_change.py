"""A task and a thread change the same list, a process changes a copy"""

import asyncio
import multiprocessing
import threading

visited: list[str] = []


def visit(who: str) -> None:
    visited.append(who)


async def visit_in_a_task() -> None:
    visit("task")


def main() -> None:
    asyncio.run(visit_in_a_task())
    thread = threading.Thread(target=visit, args=("thread",))
    thread.start()
    thread.join()
    process = multiprocessing.Process(target=visit, args=("process",))
    process.start()
    process.join()
    print("visited:", visited)


if __name__ == "__main__":
    main()

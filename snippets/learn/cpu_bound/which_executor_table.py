"""Which tool fits which work"""

QUESTIONS = ("computes in Python?", "blocks the thread?")

WORK = {
    "an aiohttp request": (False, False),
    "reading a file": (False, True),
    "a database driver without asyncio": (False, True),
    "resizing an image with a C library": (False, True),
    "parsing a large document in Python": (True, True),
    "a simulation in Python": (True, True),
}


def tool(computes_in_python: bool, blocks: bool) -> str:
    if computes_in_python:
        return "another process or interpreter"
    return "asyncio.to_thread" if blocks else "a task"


for work, answers in WORK.items():
    print(f"{work:36} {tool(*answers)}")

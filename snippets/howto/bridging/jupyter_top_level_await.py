"""Await at the top level: what a notebook and `python -m asyncio` do with your cell"""

import ast
import asyncio
import inspect
from types import CodeType

CELL = """
await asyncio.sleep(0.01)
answer = 42
"""

try:
    compile(CELL, "cell", "exec")
except SyntaxError as error:
    print("a program may not:", error.msg)

code: CodeType = compile(CELL, "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
print("a cell becomes a coroutine:", bool(code.co_flags & inspect.CO_COROUTINE))
names: dict[str, object] = {"asyncio": asyncio}


async def run_cell() -> None:
    coroutine = eval(code, names)
    await coroutine  # on the notebook's loop, which is running all the time


asyncio.run(run_cell())
print("answer:", names["answer"])

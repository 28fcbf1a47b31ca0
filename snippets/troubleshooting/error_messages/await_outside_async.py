"""await, async with and async for in functions that aren't async"""

MISTAKES = (
    "def main():\n    await asyncio.sleep(1)",
    "await asyncio.sleep(1)",
    "def main():\n    async with asyncio.timeout(1):\n        pass",
    "def main():\n    async for line in reader:\n        print(line)",
    "def main():\n    return [line async for line in reader]",
)

for source in MISTAKES:
    try:
        compile(source, "program.py", "exec")  # Python refuses the whole file: no line of it runs
    except SyntaxError as error:
        print(f"SyntaxError: {error.msg}")

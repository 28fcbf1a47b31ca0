"""Three questions that choose for you"""


def choose(waits: bool, libraries_speak_asyncio: bool, how_many: int) -> str:
    if not waits:
        return "processes or interpreters: it computes"
    if how_many <= 1:
        return "plain Python: there is nothing to overlap"
    if libraries_speak_asyncio:
        return "asyncio"
    if how_many <= 100:
        return "a thread pool"
    return "asyncio, with other libraries"


CASES = {
    "a script that calls one API once": (True, True, 1),
    "a crawler, aiohttp": (True, True, 1000),
    "ten reports from a blocking database driver": (True, False, 10),
    "a chat server": (True, True, 10_000),
    "parsing ten thousand documents in Python": (False, False, 10_000),
}

for case, answers in CASES.items():
    print(f"{case}:\n    {choose(*answers)}")

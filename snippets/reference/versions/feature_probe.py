"""Which of asyncio's newer features this Python has"""

import importlib.util
import sys

FEATURES = {
    "asyncio.TaskGroup": (3, 11),
    "asyncio.timeout": (3, 11),
    "asyncio.Runner": (3, 11),
    "asyncio.Barrier": (3, 11),
    "asyncio.eager_task_factory": (3, 12),
    "asyncio.Server.close_clients": (3, 13),
    "asyncio.Queue.shutdown": (3, 13),
    "asyncio.capture_call_graph": (3, 14),
    "concurrent.futures.InterpreterPoolExecutor": (3, 14),
    "concurrent.interpreters": (3, 14),
    "asyncio.TaskGroup.cancel": (3, 15),
}


def there(name: str) -> bool:
    if name == "concurrent.interpreters":
        return importlib.util.find_spec(name) is not None
    module, _, path = name.partition(".") if name.startswith("asyncio") else ("concurrent.futures", "", name[19:])
    found: object = __import__(module, fromlist=["x"])
    for part in path.split("."):
        found = getattr(found, part, None)
    return found is not None


for name, since in FEATURES.items():
    expected = sys.version_info >= since
    print(f"{name}: since {since[0]}.{since[1]}, {'as expected' if there(name) is expected else 'SURPRISE'}")

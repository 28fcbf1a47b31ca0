"""What people ask most brings the right page first, in the search of the built site."""

import json
import subprocess

import pytest
from interleave_site.node import NODE
from interleave_site.snippet import ROOT

# What is typed, the page that has to come first, and its section, if it has to be that one.
ASKED = {
    "event loop is already running": "troubleshooting/error-messages/#running-event-loop",
    "asyncio.run() cannot be called from a running event loop": "troubleshooting/error-messages/#running-event-loop",
    "coroutine was never awaited": "troubleshooting/error-messages/#never-awaited",
    "Task was destroyed but it is pending!": "troubleshooting/error-messages/#destroyed-but-pending",
    "Task exception was never retrieved": "troubleshooting/error-messages/#never-retrieved",
    "got Future attached to a different loop": "troubleshooting/error-messages/#different-loop",
    "There is no current event loop in thread": "troubleshooting/error-messages/#no-current-event-loop",
    "Unclosed client session": "troubleshooting/error-messages/#unclosed-session",
    "deadlock": "troubleshooting/error-messages/#deadlock",
    "what is an event loop": "concepts/event-loop/",
    "asyncio vs threading": "learn/choose/",
    "asyncio vs multiprocessing": "learn/choose/",
    "threading vs multiprocessing": "learn/choose/",
    "memory of a task and a thread": "concepts/compared/",
    "how long does a process take to start": "concepts/compared/#start-up",
    "asyncio benchmark": "concepts/compared/",
    "async for": "concepts/async-iteration/",
    "how to run blocking code in asyncio": "learn/cpu-bound/#a-blocking-call-a-thread",
    "call async function from sync code": "howto/bridging/",
    "gather or TaskGroup": "reference/cheat-sheet/#gather-taskgroup-or-wait",
    "create_task": "learn/tasks/",
    "limit concurrency": "howto/limit-concurrency/",
    "semaphore": "howto/limit-concurrency/#a-semaphore",
    "cancel a task": "learn/timeouts-and-cancellation/",
    "timeout": "learn/timeouts-and-cancellation/",
    "share a session": "learn/network/#one-session",
    "asyncio queue": "learn/shared-state/#what-to-use-instead-hand-it-over",
    "producer consumer": "howto/pipelines/",
    "asyncio lock": "learn/shared-state/",
    "race condition": "learn/threads/races/",
    "fire and forget": "howto/background-work/#fire-and-forget",
    "periodic task": "howto/background-work/#every-so-often",
    "graceful shutdown": "howto/graceful-shutdown/",
    "retry": "howto/retry/",
    "websocket": "libraries/fastapi-websocket/",
    "test async code": "howto/testing/",
    "debug asyncio": "howto/debugging/",
    "asyncio pstree": "howto/debugging/#look-into-a-running-process",
    "dask": "howto/beyond-one-machine/",
    "celery task queue": "howto/beyond-one-machine/#a-task-queue",
    "jupyter": "howto/bridging/#notebooks",
    "how to run two functions at the same time": "learn/tasks/#two-tasks-in-the-time-of-one",
    "why is my async code slow": "troubleshooting/#why-is-my-async-code-slow",
    "how to stop a thread": "learn/threads/thread-life/",
    "await outside async function": "troubleshooting/error-messages/#await-outside-async",
    "thread local": "learn/threads/thread-life/#thread-local",
    "asyncio.sleep": "learn/coroutines/",
    "daemon thread": "learn/threads/thread-life/#daemon",
    "threading excepthook": "learn/threads/thread-life/#exceptions",
    "get return value from thread": "learn/threads/thread-life/#results",
    "what does the GIL protect": "learn/threads/races/",
    "Lock vs RLock": "learn/threads/locks/",
    "lock order deadlock": "learn/threads/locks/#lock-order",
    "queue.Queue": "learn/threads/queues/",
    "PriorityQueue": "learn/threads/queues/#priority-queue",
    "ThreadPoolExecutor": "learn/threads/thread-pools/",
    "free-threaded python": "learn/threads/free-threading/",
    "multiprocessing pool": "learn/processes/pool/",
    "multiprocessing Process exit code": "learn/processes/process-life/",
    "forkserver": "learn/processes/start-methods/",
    "multiprocessing queue": "learn/processes/queues-and-pipes/",
    "BrokenProcessPool": "learn/processes/process-pools/#broken-process-pool",
    "imap_unordered": "learn/processes/pool/#imap-unordered",
    "shared memory": "learn/processes/shared-state/",
    "ProcessPoolExecutor": "learn/processes/process-pools/",
    "which library": "libraries/which-library/",
    "aiohttp or fastapi": "libraries/which-library/",
    "asyncio or trio": "libraries/trio/",
    "trio": "libraries/trio/",
    "trio nursery": "libraries/trio/",
    "anyio": "libraries/anyio/",
    "anyio task group": "libraries/anyio/",
    "anyio cancel scope": "libraries/anyio/#cancel-scope",
    "start_blocking_portal": "libraries/anyio/#blocking-portal",
    "pytest asyncio": "libraries/testing/",
    "pytest async fixture": "libraries/testing/",
    "loop_scope": "libraries/testing/#loop-scope",
    "tenacity async": "libraries/retries-and-limits/",
    "stamina": "libraries/retries-and-limits/",
    "aiolimiter": "libraries/retries-and-limits/",
    "async-lru": "libraries/retries-and-limits/",
    "udp asyncio": "howto/protocols-and-udp/",
    "DatagramProtocol": "howto/protocols-and-udp/",
    "pause_writing": "howto/protocols-and-udp/#pause-writing",
    "profile asyncio": "howto/profiling/",
    "cProfile": "howto/profiling/#cprofile",
    "uvloop": "howto/profiling/",
    "ProactorEventLoop": "reference/windows-and-macos/#proactor",
    "asyncio windows": "reference/windows-and-macos/",
    "FastAPI async def or def": "libraries/fastapi-def-async-def/",
    "fastapi blocking call": "libraries/fastapi-def-async-def/",
    "fastapi thread pool 40": "libraries/fastapi-def-async-def/",
    "fastapi lifespan": "libraries/fastapi-lifespan-background-streaming/",
    "fastapi background task": "libraries/fastapi-lifespan-background-streaming/",
    "fastapi streaming response": "libraries/fastapi-lifespan-background-streaming/",
    "fastapi client disconnected": "libraries/fastapi-lifespan-background-streaming/",
    "fastapi websocket": "libraries/fastapi-websocket/",
    "websocket server": "libraries/fastapi-websocket/",
    "test fastapi": "libraries/fastapi-testing/",
    "ASGITransport": "libraries/fastapi-testing/",
    "dependency_overrides": "libraries/fastapi-testing/",
    "httpx timeout": "libraries/httpx-aiohttp/",
    "httpx vs aiohttp": "libraries/httpx-aiohttp/",
    "sqlite async": "howto/databases/",
    "aiosqlite": "howto/databases/",
    "database is locked": "howto/databases/",
    "connection pool": "howto/databases/",
    "asyncio transaction": "howto/databases/",
    "read files asyncio": "howto/files/",
    "aiofiles": "howto/files/",
    "write a file atomically": "howto/files/",
    "watch a folder": "howto/files/#watch",
    "asyncio logging": "howto/logging/",
    "asyncio logging task name": "howto/logging/",
    "QueueHandler": "howto/logging/",
    "logging multiprocessing": "howto/logging/",
}


@pytest.fixture(scope="module")
def found(site: None) -> dict[str, list[str]]:
    """The locations that each query brings, best first."""
    command = [NODE, str(ROOT / "tests" / "search.mjs"), str(ROOT / "site")]
    result = subprocess.run(command, input=json.dumps(list(ASKED)), capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return dict(zip(ASKED, json.loads(result.stdout), strict=True))


@pytest.mark.parametrize(("query", "wanted"), ASKED.items())
def test_the_right_page_comes_first(query: str, wanted: str, found: dict[str, list[str]]) -> None:
    """And the right section of it, where one answers."""
    first = found[query][0] if found[query] else "nothing"
    assert first == wanted if "#" in wanted else first.partition("#")[0] == wanted, found[query][:5]

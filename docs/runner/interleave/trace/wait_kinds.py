"""Functions of asyncio in which a task waits, and what that says: `KINDS`, by module and qualified name.

Each entry describes the wait from the local variables of the suspended function. The innermost one counts, unless one
above it is final: what that calls is how it is made, not what the program asked for.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .waits import Waits

Names = Mapping[str, Any]
Wait = dict[str, Any]
Describe = Callable[["Waits", Names], Wait]


def _sleep(_: "Waits", names: Names) -> Wait:
    return {"on": "sleep", "seconds": names["delay"]}


def _lock(waits: "Waits", names: Names) -> Wait:
    lock = names["self"]
    wait: Wait = {"on": "lock", "number": waits.number("lock", lock)}
    if (owner := waits.recorder.locks.owner(lock)) is not None:
        wait["owner"] = owner
    return wait


def _object(kind: str) -> Describe:
    def describe(waits: "Waits", names: Names) -> Wait:
        return {"on": kind, "number": waits.number(kind, names["self"])}

    return describe


def _barrier(waits: "Waits", names: Names) -> Wait:
    barrier = names["self"]
    return {
        "on": "barrier",
        "number": waits.number("barrier", barrier),
        "waiting": barrier.n_waiting,
        "parties": barrier.parties,
    }


def _queue(waits: "Waits", names: Names) -> Wait:
    queue = names["self"]
    return {"on": "queue", "number": waits.number("queue", queue), "size": queue.qsize(), "maxsize": queue.maxsize}


def _wait(waits: "Waits", names: Names) -> Wait:
    return {"on": "wait", **waits.pending(names["fs"])}


def _completed(waits: "Waits", names: Names) -> Wait:
    # Up to Python 3.12 a function that doesn't know for what it waits.
    return {"on": "wait", **(waits.pending(names["self"]._todo) if "self" in names else {})}


def _group(waits: "Waits", names: Names) -> Wait:
    group = names["self"]
    return {"on": "task_group", "number": waits.number("task_group", group), **waits.pending(group._tasks)}


def _stream(attribute: str) -> Describe:
    def describe(waits: "Waits", names: Names) -> Wait:
        transport = getattr(names["self"], attribute, None)
        ((kind, number),) = waits.recorder.network.transport(transport).items()
        return {"on": kind, "number": number}

    return describe


def _sock(waits: "Waits", names: Names) -> Wait:
    return {"on": "socket", "number": waits.number("socket", names["sock"])}


def _connection(_: "Waits", __: Names) -> Wait:
    return {"on": "connection"}


def _resolver(_: "Waits", names: Names) -> Wait:
    return {"on": "resolver", "name": str(names["host"])}


def _server(waits: "Waits", names: Names) -> Wait:
    return {"on": "server", "number": waits.number("server", names["self"])}


def _child(waits: "Waits", popen: Any) -> Wait:
    return {"on": "process", **({"number": waits.number("process", popen)} if popen is not None else {})}


def _process(waits: "Waits", names: Names) -> Wait:
    return _child(waits, getattr(names["self"]._transport, "_proc", None))


def _process_transport(waits: "Waits", names: Names) -> Wait:
    return _child(waits, names["self"]._proc)


def _executor(_: "Waits", __: Names) -> Wait:
    return {"on": "executor"}


KINDS: dict[str, tuple[Describe, bool]] = {
    "asyncio.tasks:sleep": (_sleep, True),
    "asyncio.tasks:_wait": (_wait, True),
    "asyncio.tasks:as_completed.<locals>._wait_for_one": (_completed, True),
    "asyncio.tasks:_AsCompletedIterator._wait_for_one": (_completed, True),
    "asyncio.taskgroups:TaskGroup.__aexit__": (_group, True),
    "asyncio.locks:Lock.acquire": (_lock, True),
    "asyncio.locks:Semaphore.acquire": (_object("semaphore"), True),
    "asyncio.locks:Event.wait": (_object("event"), True),
    "asyncio.locks:Condition.wait": (_object("condition"), False),  # woken, it waits for its lock
    "asyncio.locks:Barrier.wait": (_barrier, True),
    "asyncio.queues:Queue.get": (_queue, True),
    "asyncio.queues:Queue.put": (_queue, True),
    "asyncio.queues:Queue.join": (_queue, True),
    "asyncio.streams:StreamReader._wait_for_data": (_stream("_transport"), True),
    "asyncio.streams:StreamWriter.drain": (_stream("_transport"), True),
    "asyncio.streams:StreamWriter.wait_closed": (_stream("_transport"), True),
    "asyncio.base_events:BaseEventLoop.getaddrinfo": (_resolver, True),
    "asyncio.base_events:BaseEventLoop.create_connection": (_connection, False),
    "asyncio.base_events:BaseEventLoop.start_tls": (_connection, True),
    "asyncio.base_events:BaseEventLoop.shutdown_default_executor": (_executor, True),
    "asyncio.base_events:Server.serve_forever": (_server, True),
    "asyncio.base_events:Server.wait_closed": (_server, True),
    "asyncio.unix_events:_UnixSelectorEventLoop.create_unix_connection": (_connection, False),
    "asyncio.subprocess:Process.wait": (_process, True),
    "asyncio.subprocess:Process.communicate": (_process, True),
    "asyncio.base_subprocess:BaseSubprocessTransport._wait": (_process_transport, True),
} | {
    f"asyncio.selector_events:BaseSelectorEventLoop.{name}": (_sock, True)
    for name in (
        "sock_accept",
        "sock_connect",
        "sock_recv",
        "sock_recv_into",
        "sock_recvfrom",
        "sock_recvfrom_into",
        "sock_sendall",
        "sock_sendto",
    )
}

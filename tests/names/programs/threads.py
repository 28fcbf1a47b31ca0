"""Evidence for `threading`."""

import threading
import time

from prelude import proves, raised, report


def _in_thread(function) -> object:  # type: ignore[no-untyped-def]
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(function()))
    thread.start()
    thread.join(10)
    return found[0]


@proves("threading.Thread", "threading.active_count", "threading.activeCount", "threading.enumerate")
def threads() -> object:
    go = threading.Event()
    thread = threading.Thread(target=go.wait, args=(10,), name="waits", daemon=True)
    thread.start()
    found = [
        threading.active_count(),
        [other.name for other in threading.enumerate()],
        thread.is_alive(),
        thread.daemon,
    ]
    go.set()
    thread.join()
    return [*found, thread.is_alive(), threading.activeCount()]


@proves(
    "threading.current_thread",
    "threading.currentThread",
    "threading.main_thread",
    "threading.get_ident",
    "threading.get_native_id",
)
def current() -> object:
    inner = _in_thread(
        lambda: [
            threading.current_thread() is threading.main_thread(),
            threading.get_ident(),
            threading.get_native_id(),
        ]
    )
    assert isinstance(inner, list)
    same = threading.currentThread() is threading.main_thread()
    return [
        inner[0],
        same,
        inner[1] != threading.get_ident(),
        inner[2] != threading.get_native_id(),
        threading.get_native_id() > 0,
    ]


@proves("threading.Lock", "threading.RLock", "threading.ThreadError")
def locks() -> object:
    lock, again = threading.Lock(), threading.RLock()
    with lock, again, again:
        held = [
            lock.locked(),
            _in_thread(lambda: lock.acquire(timeout=0.01)),
            _in_thread(lambda: again.acquire(blocking=False)),
        ]
    return [*held, lock.locked(), raised(lock.release), raised(again.release), threading.ThreadError is RuntimeError]


@proves("threading.Condition", "threading.Event", "threading.Semaphore", "threading.BoundedSemaphore")
def signalling() -> object:
    condition, event, items = threading.Condition(), threading.Event(), []

    def produce() -> None:
        event.wait(10)
        with condition:
            items.append(1)
            condition.notify()

    thread = threading.Thread(target=produce)
    thread.start()
    with condition:
        event.set()
        got = condition.wait_for(lambda: items, 10)
    thread.join()
    semaphore, bounded = threading.Semaphore(2), threading.BoundedSemaphore(1)
    taken = [semaphore.acquire(blocking=False) for _ in range(3)]
    return [got, taken, raised(bounded.release), event.is_set()]


@proves("threading.Barrier", "threading.BrokenBarrierError")
def barriers() -> object:
    barrier = threading.Barrier(2)
    thread = threading.Thread(target=barrier.wait, args=(10,))
    thread.start()
    passed = barrier.wait(10) in (0, 1)
    thread.join()
    barrier.abort()
    return [passed, barrier.broken, raised(barrier.wait), threading.BrokenBarrierError.__mro__[1].__name__]


@proves("threading.Timer")
def timers() -> object:
    seen: list[int] = []
    timer, never = threading.Timer(0.01, seen.append, [1]), threading.Timer(60, seen.append, [2])
    timer.start()
    never.start()
    never.cancel()
    timer.join()
    never.join(10)
    return [seen, never.is_alive()]


@proves("threading.local", "threading.WeakSet")
def own_data() -> object:
    data = threading.local()
    data.value = 1
    return [_in_thread(lambda: hasattr(data, "value")), data.value, threading.WeakSet.__name__]


@proves("threading.excepthook", "threading.ExceptHookArgs")
def hooks() -> object:
    seen: list[object] = []
    former = threading.excepthook
    threading.excepthook = lambda args: seen.append(
        [args.exc_type.__name__, isinstance(args, threading.ExceptHookArgs)]
    )
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    threading.excepthook = former
    return seen


@proves("threading.settrace", "threading.gettrace", "threading.setprofile", "threading.getprofile")
def tracing() -> object:
    seen: set[str] = set()

    def trace(frame, event, argument):  # type: ignore[no-untyped-def]
        seen.add(event)

    threading.settrace(trace)
    threading.setprofile(trace)
    _in_thread(lambda: len("x"))
    found = [
        threading.gettrace() is trace,
        threading.getprofile() is trace,
        sorted(seen & {"call", "c_call", "return"}),
    ]
    threading.settrace(None)
    threading.setprofile(None)
    return found


@proves("threading.settrace_all_threads", "threading.setprofile_all_threads")
def tracing_of_all() -> object:
    seen: dict[str, set[str]] = {"trace": set(), "profile": set()}
    stop, running = threading.Event(), threading.Event()

    def work() -> None:
        running.set()
        while not stop.is_set():
            sum(range(3))
            time.sleep(0.001)

    thread = threading.Thread(target=work, name="worker")
    thread.start()
    running.wait()
    for kind, setter in (("trace", threading.settrace_all_threads), ("profile", threading.setprofile_all_threads)):
        setter(lambda frame, event, argument, kind=kind: seen[kind].add(threading.current_thread().name))
        until = time.monotonic() + 10
        while "worker" not in seen[kind] and time.monotonic() < until:
            time.sleep(0.001)
        setter(None)
    stop.set()
    thread.join()
    return ["worker" in names for names in seen.values()]


@proves("threading.stack_size")
def stack_sizes() -> object:
    former = threading.stack_size(1 << 20)
    found = [former, threading.stack_size(0), raised(threading.stack_size, 5)]
    return [*found, _in_thread(lambda: 1)]


report()

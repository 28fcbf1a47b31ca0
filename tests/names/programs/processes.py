"""Evidence for `multiprocessing`: names that are used with a process of their own."""

import logging
import multiprocessing
import os
import time

from prelude import proves, raised, report


def _add(total, lock, times: int) -> None:  # type: ignore[no-untyped-def]
    for _ in range(times):
        with lock:
            total.value += 1


def _run(target, *args) -> int | None:  # type: ignore[no-untyped-def]
    process = multiprocessing.Process(target=target, args=args)
    process.start()
    process.join(30)
    return process.exitcode


def _fill(shared) -> None:  # type: ignore[no-untyped-def]
    shared[0] = shared[0] + 5


def _set(shared) -> None:  # type: ignore[no-untyped-def]
    shared.value += 5


@proves("multiprocessing.Process", "multiprocessing.Value", "multiprocessing.Lock", "multiprocessing.RLock")
def processes() -> object:
    total, lock = multiprocessing.Value("i", 0), multiprocessing.Lock()
    return [_run(_add, total, lock, 5), _run(_add, total, multiprocessing.RLock(), 5), total.value]


@proves("multiprocessing.Array", "multiprocessing.RawArray", "multiprocessing.RawValue")
def shared_memory() -> object:
    array, raw, value = (
        multiprocessing.Array("i", [1, 2]),
        multiprocessing.RawArray("d", [1.5]),
        multiprocessing.RawValue("l", 3),
    )
    codes = [_run(_fill, array), _run(_fill, raw), _run(_set, value)]
    return [codes, list(array), list(raw), value.value]


def _double(queue, other) -> None:  # type: ignore[no-untyped-def]
    other.put(2 * queue.get())


@proves("multiprocessing.Queue", "multiprocessing.SimpleQueue")
def queues() -> object:
    one, two = multiprocessing.Queue(), multiprocessing.SimpleQueue()
    one.put(21)
    return [_run(_double, one, two), two.get()]


def _work(queue) -> None:  # type: ignore[no-untyped-def]
    queue.get()
    queue.task_done()


@proves("multiprocessing.JoinableQueue")
def joinable() -> object:
    queue = multiprocessing.JoinableQueue()
    queue.put(1)
    code = _run(_work, queue)
    queue.join()
    return code


def _answer(connection) -> None:  # type: ignore[no-untyped-def]
    connection.send(connection.recv() + 1)


@proves("multiprocessing.Pipe")
def pipes() -> object:
    one, two = multiprocessing.Pipe()
    one.send(41)
    return [_run(_answer, two), one.recv()]


def _pass(barrier, event, condition) -> None:  # type: ignore[no-untyped-def]
    barrier.wait(20)
    event.wait(20)
    with condition:
        condition.notify()


@proves("multiprocessing.Barrier", "multiprocessing.Event", "multiprocessing.Condition")
def signalling() -> object:
    barrier, event, condition = multiprocessing.Barrier(2), multiprocessing.Event(), multiprocessing.Condition()
    process = multiprocessing.Process(target=_pass, args=(barrier, event, condition))
    process.start()
    passed = barrier.wait(20) in (0, 1)
    with condition:
        event.set()
        woken = condition.wait(20)
    process.join()
    return [passed, woken, process.exitcode]


def _take(semaphore, bounded) -> None:  # type: ignore[no-untyped-def]
    semaphore.acquire()
    bounded.release()


@proves("multiprocessing.Semaphore", "multiprocessing.BoundedSemaphore")
def semaphores() -> object:
    semaphore, bounded = multiprocessing.Semaphore(2), multiprocessing.BoundedSemaphore(1)
    bounded.acquire()
    code = _run(_take, semaphore, bounded)
    return [code, [semaphore.acquire(block=False) for _ in range(2)], bounded.acquire(block=False)]


def _square(number: int) -> int:
    return number * number


@proves("multiprocessing.Pool", "multiprocessing.TimeoutError")
def pools() -> object:
    with multiprocessing.Pool(2) as pool:
        late = raised(pool.apply_async(time.sleep, (5,)).get, 0.01)
        return [pool.map(_square, range(5)), late, multiprocessing.TimeoutError.__mro__[1].__name__]


def _append(shared) -> None:  # type: ignore[no-untyped-def]
    shared.append(3)


@proves("multiprocessing.Manager")
def managers() -> object:
    with multiprocessing.Manager() as manager:
        shared = manager.list([1])
        return [_run(_append, shared), list(shared)]


@proves("multiprocessing.active_children", "multiprocessing.current_process", "multiprocessing.parent_process")
def family() -> object:
    process = multiprocessing.Process(target=time.sleep, args=(30,), name="sleeps")
    process.start()
    found = [[child.name for child in multiprocessing.active_children()], multiprocessing.parent_process()]
    process.terminate()
    process.join()
    return [*found, process.exitcode, multiprocessing.active_children(), multiprocessing.current_process().name]


@proves("multiprocessing.cpu_count")
def processors() -> object:
    return multiprocessing.cpu_count() >= 1


@proves(
    "multiprocessing.get_context", "multiprocessing.get_all_start_methods", "multiprocessing.set_forkserver_preload"
)
def contexts() -> object:
    multiprocessing.set_forkserver_preload(["json"])
    names = [multiprocessing.get_context(name).get_start_method() for name in ("spawn", "forkserver", "fork")]
    return [names, sorted(multiprocessing.get_all_start_methods())]


@proves("multiprocessing.get_start_method", "multiprocessing.set_start_method")
def start_methods() -> object:
    found = [multiprocessing.get_start_method(), raised(multiprocessing.set_start_method, "spawn")]
    multiprocessing.set_start_method("spawn", force=True)
    return [*found, multiprocessing.get_start_method()]


@proves("multiprocessing.set_executable")
def executables() -> object:
    import sys
    from multiprocessing import spawn

    multiprocessing.set_executable("/usr/bin/absent")
    found = spawn.get_executable()
    multiprocessing.set_executable(sys.executable)
    return os.fsdecode(found)


@proves("multiprocessing.get_logger", "multiprocessing.log_to_stderr")
def logs() -> object:
    logger = multiprocessing.get_logger()
    handlers = len(logger.handlers)
    same = multiprocessing.log_to_stderr(logging.WARNING) is logger
    return [same, len(logger.handlers) - handlers, logger.level, logger.name]


@proves("multiprocessing.allow_connection_pickling", "multiprocessing.freeze_support")
def nothing_to_do() -> object:
    return [multiprocessing.allow_connection_pickling(), multiprocessing.freeze_support()]


@proves("multiprocessing.ProcessError", "multiprocessing.AuthenticationError", "multiprocessing.BufferTooShort")
def errors() -> object:
    kinds = (multiprocessing.ProcessError, multiprocessing.AuthenticationError, multiprocessing.BufferTooShort)
    return [[base.__name__ for base in kind.__mro__] for kind in kinds]


if __name__ == "__main__":
    report()

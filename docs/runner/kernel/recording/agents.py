"""The threads and tasks of this process that may be stuck: what each waits for, and which could wake it."""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from types import CodeType, FrameType
from typing import Any, TypeVar

from ..machine import link
from ..processes import semaphores
from ..threads import frames, scheduler
from . import live, portable, task_waits, thread_waits
from .task_waits import leads_to

Key = TypeVar("Key", int, str)
_DEFAULT_NAME = re.compile(r"(?:Thread|ThreadPoolExecutor)-\d+ \((.*)\)")
_OUTSIDE = {"input", "socket", "signal", "system", "sleep", "connection", "resolver"}
_WAITS_FOR_SEMAPHORE = semaphores.SemLock._wait.__code__
_ASKS_MACHINE = link.ask.__code__


class Agent:
    """A thread or a task that may be stuck."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name
        self.process = ""  # its process, if not that of the reader's program
        self.leads = False  # whether it is its process's main thread
        self.waits = False  # whether it waits, without a time limit
        self.wakers: list[Agent] | None = None  # None: any that still runs
        self.on = ""
        self.call = ""
        self.label = ""  # the program's name of the object that it waits for
        self.line: int | None = None
        self.runs_loop = False
        self.idle = False  # whether it waits for work, which is no fault
        self.holds: list[str] = []
        self.itself = False  # whether it holds the lock that it waits for
        # For objects shared by processes: whether it waits for one, the semaphore that it waits for, the one by which
        # the object is known, those that it holds with their names, and the process for whose end it waits.
        self.shared = False
        self.semaphore = ""
        self.known_by = ""
        self.has: dict[str, str] = {}
        self.pid = 0


class _Seen:
    """The program's objects during a look: what an agent waits for, in which frame, and what it holds."""

    def __init__(self) -> None:
        self.thing: Any = None
        self.frame: FrameType | None = None
        self.held: list[Any] = []


class Look:
    """A snapshot of all threads and tasks of this process."""

    def __init__(self) -> None:
        main = getattr(sys.modules.get("__main__"), "__file__", None) or "/"
        self._sources = portable.load().source.Sources(main)
        self._stacks = frames.native_frames()
        self._threads: dict[scheduler.Thread, Agent] = {}
        self._tasks: dict[Any, Agent] = {}
        self._loops: list[tuple[Any, Agent, bool]] = []  # loops with their threads, and whether they wait for events
        self._seen: dict[Agent, _Seen] = defaultdict(_Seen)
        self.names: dict[str, list[str]] = {}  # names of shared semaphores, in all frames of this process
        self.outside = _has_handlers()  # whether a signal handler could wake something
        try:
            self._look()
            self.agents = [*self._threads.values(), *self._tasks.values()]
            self._name()
        finally:
            self._let_go()

    def _is_own(self, code: CodeType) -> bool:
        return bool(self._sources.is_own(code))

    def _look(self) -> None:
        known = sys.modules["threading"]._active if "threading" in sys.modules else {}
        for thread in sorted(scheduler.alive, key=lambda thread: thread.ident):
            is_main = thread is scheduler.main
            name = "the main thread" if is_main else getattr(known.get(thread.ident), "name", "a thread")
            self._threads[thread] = Agent("thread", name)
            self._threads[thread].leads = is_main
        for thread, agent in self._threads.items():
            self._look_at_thread(thread, agent)
        for loop, agent, waits in self._loops:
            self._look_at_loop(loop, agent, waits)
        for task, agent in self._tasks.items():
            self._find_wakers_of_task(task, agent)
        for agent in self._threads.values():
            if agent.waits:
                self._find_wakers_of_thread(agent)

    def _look_at_thread(self, thread: scheduler.Thread, agent: Agent) -> None:
        stack = list(thread_waits.stack(self._stacks.get(thread.ident)))
        parked = next((frame for frame in stack if frame.f_code is scheduler.park.__code__), None)
        for frame in stack:
            if thread_waits.called(frame) == "asyncio.base_events:BaseEventLoop.run_forever":
                agent.runs_loop = True
                self._loops.append((frame.f_locals["self"], agent, parked is not None and not _step(stack)))
        if parked is None or parked.f_locals["timeout"] is not None:
            return
        if any(frame.f_code is _ASKS_MACHINE for frame in stack):
            return  # the answer is on its way
        wait = thread_waits.read(stack[0], self._is_own)
        seen = self._seen[agent]
        agent.on, agent.call, seen.thing, seen.frame = wait.on, wait.call, wait.thing, wait.frame
        agent.idle = wait.on in ("idle", "loop")
        agent.waits = wait.on not in _OUTSIDE
        agent.shared = wait.on == "pipe" or str(type(wait.thing).__module__).startswith("multiprocessing.")
        known_by = portable.load().names.inside(wait.thing)
        if isinstance(known_by, semaphores.SemLock):
            agent.known_by = semaphores.identifier_of(known_by)
        if wait.on == "executor":
            for frame in stack:
                if thread_waits.called(frame) == "threading:Thread.join":
                    agent.on, seen.thing = "thread", frame.f_locals["self"]
        elif wait.on == "process":
            agent.pid = getattr(wait.thing, "pid", None) or 0
            agent.waits = agent.pid > 0
        elif wait.on == "condition":
            agent.idle = any(thread_waits.called(frame) == "multiprocessing.queues:Queue._feed" for frame in stack)
        for frame in stack:
            if frame.f_code is _WAITS_FOR_SEMAPHORE:
                _awaits(agent, frame.f_locals["self"])

    def _look_at_loop(self, loop: Any, agent: Agent, waits: bool) -> None:
        tasks = sys.modules["asyncio.tasks"]
        current = _step(list(thread_waits.stack(self._stack_of(agent))))
        if waits and (loop._ready or len(loop._selector.get_map() or ()) > 1 or loop._signal_handlers):
            self.outside = True
        timed = set()
        for handle in [] if not waits else loop._scheduled:
            if handle._cancelled:
                continue
            owner = getattr(handle._callback, "__self__", None)
            task = getattr(owner, "_task", None)
            if task is not None:
                timed.add(task)
            else:
                self.outside = True
        for task in sorted(tasks.all_tasks(loop), key=lambda task: (len(task.get_name()), task.get_name())):
            if task is current:
                agent.name = _name_of_task(task)
                continue
            found = self._tasks[task] = Agent("task", _name_of_task(task))
            found.waits = task not in timed
            if not waits:
                found.wakers, found.on = [agent], "loop"
            elif task._fut_waiter is None:
                found.waits = False
        agent.idle = agent.idle or waits

    def _stack_of(self, agent: Agent) -> FrameType | None:
        ident = next(thread.ident for thread, each in self._threads.items() if each is agent)
        return self._stacks.get(ident)

    def _find_wakers_of_task(self, task: Any, agent: Agent) -> None:
        if not agent.waits or task._fut_waiter is None:
            return
        wait = task_waits.read(task, self._is_own)
        seen = self._seen[agent]
        agent.call, seen.thing, seen.frame = wait.call, wait.thing, wait.frame
        if agent.on == "loop":
            return  # its loop can't run
        agent.on = wait.on
        if wait.on in _OUTSIDE:
            agent.waits = False
        elif wait.on == "lock":
            holders = [each for each in self._tasks if self._holds(each, wait.thing)] or self._holder(wait.thing)
            for holder in holders:
                self._seen[self._tasks[holder]].held.append(wait.thing)
            agent.wakers = [self._tasks[holder] for holder in holders] or None
            # One of them is for the `async with` in which it waits.
            agent.itself = sum(each is wait.thing for each in task_waits.held(task)) > 1
        elif wait.futures and all(future in self._tasks for future in wait.futures):
            agent.on = "task" if wait.on == "future" else wait.on
            agent.wakers = [agent for task, agent in self._tasks.items() if task in wait.futures]
        elif wait.on == "future" and len(wait.futures) == 1:
            runners = [each for each in self._running() if leads_to(each[0]._done_callbacks, wait.futures[0])]
            if runners:
                agent.on, agent.wakers = "work", [each[1] for each in runners]

    def _holds(self, task: Any, lock: Any) -> bool:
        if not any(each is lock for each in task_waits.held(task)):
            return False
        waiter = task_waits.read(task, self._is_own) if task._fut_waiter is not None else None
        return waiter is None or waiter.thing is not lock

    def _holder(self, lock: Any) -> list[Any]:
        """The task that has called a lock's `acquire()` without `async with`, if it is unambiguous."""
        if (known := live.holder(lock)) in self._tasks:
            return [known]
        suspended = [task for task in self._tasks if task._fut_waiter is not None]
        waiting = [task for task in suspended if task_waits.read(task, self._is_own).thing is not lock]
        found = [task for task in waiting if task_waits.has_acquired(task, lock, self._is_own)]
        return found if len(found) == 1 else []

    def _running(self) -> list[tuple[Any, Agent]]:
        """The futures of functions that executors' threads are running, with these threads."""
        found = []
        for thread, agent in self._threads.items():
            for frame in thread_waits.stack(self._stacks.get(thread.ident)):
                if thread_waits.called(frame) == "concurrent.futures.thread:_WorkItem.run":
                    found.append((frame.f_locals["self"].future, agent))
        return found

    def _find_wakers_of_thread(self, agent: Agent) -> None:
        thing = self._seen[agent].thing
        if agent.on == "lock" and hasattr(thing, "holder"):
            holder = self._threads.get(thing.holder)
            agent.waits = thing.holder is not None
            agent.itself = holder is agent
            if holder is not None and holder is not agent:
                agent.wakers = [holder]
                self._seen[holder].held.append(thing)
            elif holder is None and hasattr(thing, "_count"):
                agent.wakers = []  # its owner has ended, and no other thread can release it
        elif agent.on == "thread":
            ident = getattr(thing, "ident", None)
            joined = next((each for each in self._threads if each.ident == ident), None)
            agent.wakers = [self._threads[joined]] if joined else None
            agent.waits = joined is not None
        elif agent.on == "work" and thing is not None:
            agent.wakers = self._wakers_of_future(thing)

    def _wakers_of_future(self, future: Any) -> list[Agent] | None:
        for running, agent in self._running():
            if running is future:
                return [agent]
        for loop, agent, _ in self._loops:
            if any(leads_to([handle._callback], future) for handle in loop._ready):
                return [agent]
        for task, agent in self._tasks.items():
            if leads_to(task._callbacks or (), future):
                return [agent]
        return self._pool_of(future)

    def _pool_of(self, future: Any) -> list[Agent] | None:
        """The threads of the executor in whose queue a future's function waits."""
        found = []
        for thread, agent in self._threads.items():
            for frame in thread_waits.stack(self._stacks.get(thread.ident)):
                if thread_waits.called(frame) == "concurrent.futures.thread:_worker":
                    waiting = getattr(frame.f_locals["work_queue"], "_queue", ())
                    if any(getattr(item, "future", None) is future for item in waiting):
                        found.append(agent)
        return found or None

    def _name(self) -> None:
        for agent in self.agents:
            match = _DEFAULT_NAME.fullmatch(agent.name)
            if match and sum(match[1] in each.name for each in self.agents) == 1:
                agent.name = match[1]
            frame = self._seen[agent].frame
            place = self._sources.place(frame) if frame is not None else None
            agent.line = place.line if place and place.file is None else None
        things = [thing for seen in self._seen.values() for thing in (seen.thing, *seen.held) if thing is not None]
        names = {id(thing): self._names(thing) for thing in things}
        for agent in self.agents:
            seen = self._seen[agent]
            agent.label = clear_name(id(seen.thing), thread_waits.name_of(seen.thing, seen.frame), names)
            held = (clear_name(id(thing), thread_waits.name_of(thing, seen.frame), names) for thing in seen.held)
            agent.holds = list(dict.fromkeys(held))
        for identifier, (lock, thread) in semaphores.held.items():
            if thread in self._threads:
                agent = self._threads[thread]
                agent.has[identifier] = thread_waits.name_of(lock, self._seen[agent].frame) or ""
        self.names = {identifier: self._names(lock) for identifier, lock in list(semaphores.known.items())}

    def _names(self, thing: Any) -> list[str]:
        """The program's names for an object, in all frames."""
        names = (thread_waits.name_of(thing, seen.frame) for seen in self._seen.values())
        return list(dict.fromkeys(name for name in names if name))

    def _let_go(self) -> None:
        """Drop all of the program's objects, to break a reference cycle: one of the stacks is this thread's own."""
        for known in (self._threads, self._tasks, self._stacks, self._loops, self._seen):
            known.clear()


def clear_name(identity: Key, own: str | None, names: Mapping[Key, Sequence[str]]) -> str:
    """An agent's name for an object, unless another object has the same name elsewhere; then an unambiguous one.

    Two threads often run the same function with swapped locks.
    """
    found = Counter(name for known in names.values() for name in known)
    candidates = [own, *names.get(identity, ())] if own else names.get(identity, ())
    return next((name for name in candidates if found[name] < 2), own or next(iter(candidates), ""))


def _awaits(agent: Agent, semaphore: semaphores.SemLock) -> None:
    """Note that an agent waits for a shared semaphore: a lock's holder can release it, or else any process."""
    agent.shared, agent.semaphore = True, semaphores.identifier_of(semaphore)
    if semaphore.maxvalue > 1 and agent.on == "lock":
        agent.on = "semaphore"


def _step(stack: list[FrameType]) -> Any:
    """The task whose step a thread is executing."""
    for frame in stack:
        if thread_waits.called(frame) == "asyncio.events:Handle._run":
            return portable.load().turns.step_of(frame.f_locals["self"]._callback) or frame
    return None


def _name_of_task(task: Any) -> str:
    name = str(task.get_name())
    return name if not re.fullmatch(r"Task-\d+", name) else f"{name} ({task.get_coro().__name__})"


def _has_handlers() -> bool:
    """Whether a signal could call one of the program's functions."""
    module = sys.modules.get("signal")
    handlers = [module.getsignal(number) for number in range(1, 32) if number != 2] if module else []
    return any(callable(handler) and not isinstance(handler, int) for handler in handlers)

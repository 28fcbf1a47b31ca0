"""Who waits for whom, where nothing can go on: the deadlocks of threads and tasks.

A thread or task is stuck if it waits without a time limit, and all that could wake it is stuck. Only the holder
of a lock can give it back, only the thread that is joined can end; an event or a queue can be changed by all that still
runs. What waits for time, input, a socket or another process is never stuck: nothing is reported that could go on.

`worker.js` asks when a program is stopped, and when it has been quiet for some time, while all threads are suspended.
"""

import json
import re
import sys
from types import CodeType, FrameType
from typing import Any

from ..base.memory import uncollected
from ..threads import frames, scheduler
from . import portable, task_waits, thread_waits
from .task_waits import leads_to

_DEFAULT_NAME = re.compile(r"(?:Thread|ThreadPoolExecutor)-\d+ \((.*)\)")
_OUTSIDE = {"input", "socket", "pipe", "process", "signal", "system", "sleep", "connection", "resolver"}


class Agent:
    """A thread or a task that may be stuck."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name
        self.waits = False  # without a time limit
        self.wakers: list[Agent] | None = None  # None: any that still runs
        self.on = ""
        self.thing: Any = None
        self.call = ""
        self.frame: FrameType | None = None
        self.runs_loop = False
        self.idle = False  # it waits for work, which is no fault
        self.holds: list[Any] = []


class _Search:
    """One look at all threads and tasks."""

    def __init__(self) -> None:
        main = getattr(sys.modules["__main__"], "__file__", None) or "/"
        self._sources = portable.load().source.Sources(main)
        self._stacks = frames.native_frames()
        self.threads: dict[scheduler.Thread, Agent] = {}
        self.tasks: dict[Any, Agent] = {}
        self.outside = _has_handlers()
        self._loops: list[tuple[Any, Agent, bool]] = []  # with their threads, and whether they wait for events

    @property
    def agents(self) -> list[Agent]:
        return [*self.threads.values(), *self.tasks.values()]

    def is_own(self, code: CodeType) -> bool:
        return bool(self._sources.is_own(code))

    def look(self) -> None:
        known = sys.modules["threading"]._active if "threading" in sys.modules else {}
        for thread in sorted(scheduler.alive, key=lambda thread: thread.ident):
            name = (
                "the main thread" if thread is scheduler.main else getattr(known.get(thread.ident), "name", "a thread")
            )
            self.threads[thread] = Agent("thread", name)
        for thread, agent in self.threads.items():
            self._look_at_thread(thread, agent)
        for loop, agent, waits in self._loops:
            self._look_at_loop(loop, agent, waits)
        for task, agent in self.tasks.items():
            self._find_wakers_of_task(task, agent)
        for thread, agent in self.threads.items():
            if agent.waits:
                self._find_wakers_of_thread(thread, agent)
        self._name()

    def _look_at_thread(self, thread: scheduler.Thread, agent: Agent) -> None:
        stack = list(thread_waits.stack(self._stacks.get(thread.ident)))
        parked = next((frame for frame in stack if frame.f_code is scheduler.park.__code__), None)
        for frame in stack:
            if _called(frame) == "asyncio.base_events:BaseEventLoop.run_forever":
                agent.runs_loop = True
                self._loops.append((frame.f_locals["self"], agent, parked is not None and not _step(stack)))
        if parked is None or parked.f_locals["timeout"] is not None:
            return
        wait = thread_waits.read(stack[0], self.is_own)
        agent.on, agent.thing, agent.call, agent.frame = wait.on, wait.thing, wait.call, wait.frame
        agent.idle = wait.on in ("idle", "loop")
        agent.waits = wait.on not in _OUTSIDE
        if wait.on == "executor":
            for frame in stack:
                if _called(frame) == "threading:Thread.join":
                    agent.on, agent.thing = "thread", frame.f_locals["self"]

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
        for task in tasks.all_tasks(loop):
            if task is current:
                agent.name = _name_of_task(task)
                continue
            found = self.tasks[task] = Agent("task", _name_of_task(task))
            found.waits = task not in timed
            if not waits:
                found.wakers, found.on = [agent], "loop"
            elif task._fut_waiter is None:
                found.waits = False
        agent.idle = agent.idle or waits

    def _stack_of(self, agent: Agent) -> FrameType | None:
        ident = next(thread.ident for thread, each in self.threads.items() if each is agent)
        return self._stacks.get(ident)

    def _find_wakers_of_task(self, task: Any, agent: Agent) -> None:
        if not agent.waits or task._fut_waiter is None:
            return
        wait = task_waits.read(task, self.is_own)
        agent.thing, agent.call, agent.frame = wait.thing, wait.call, wait.frame
        if agent.on == "loop":
            return  # its loop can't run
        agent.on = wait.on
        if wait.on in _OUTSIDE:
            agent.waits = False
        elif wait.on == "lock":
            holders = [each for each in self.tasks if self._holds(each, wait.thing)]
            for holder in holders:
                self.tasks[holder].holds.append(wait.thing)
            agent.wakers = [self.tasks[holder] for holder in holders] or None
        elif wait.futures and all(future in self.tasks for future in wait.futures):
            agent.on = "task" if wait.on == "future" else wait.on
            agent.wakers = [self.tasks[future] for future in wait.futures]
        elif wait.on == "future" and len(wait.futures) == 1:
            runners = [each for each in self._running() if leads_to(each[0]._done_callbacks, wait.futures[0])]
            if runners:
                agent.on, agent.wakers = "work", [each[1] for each in runners]

    def _holds(self, task: Any, lock: Any) -> bool:
        if not any(each is lock for each in task_waits.held(task)):
            return False
        waiter = task_waits.read(task, self.is_own) if task._fut_waiter is not None else None
        return waiter is None or waiter.thing is not lock

    def _running(self) -> list[tuple[Any, Agent]]:
        """The futures of functions that threads of executors run, and these threads."""
        found = []
        for thread, agent in self.threads.items():
            for frame in thread_waits.stack(self._stacks.get(thread.ident)):
                if _called(frame) == "concurrent.futures.thread:_WorkItem.run":
                    found.append((frame.f_locals["self"].future, agent))
        return found

    def _find_wakers_of_thread(self, thread: scheduler.Thread, agent: Agent) -> None:
        thing = agent.thing
        if agent.on == "lock" and hasattr(thing, "holder"):
            holder = self.threads.get(thing.holder)
            agent.waits = thing.holder is not None
            if holder is not None and holder is not agent:
                agent.wakers = [holder]
                holder.holds.append(thing)
            elif holder is None and hasattr(thing, "_count"):
                agent.wakers = []  # its owner has ended, and no other thread can give it back
        elif agent.on == "thread":
            ident = getattr(thing, "ident", None)
            joined = next((each for each in self.threads if each.ident == ident), None)
            agent.wakers = [self.threads[joined]] if joined else None
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
        for task, agent in self.tasks.items():
            if leads_to(task._callbacks or (), future):
                return [agent]
        return self._pool_of(future)

    def _pool_of(self, future: Any) -> list[Agent] | None:
        """The threads of the executor in whose queue the function of a future waits."""
        found = []
        for thread, agent in self.threads.items():
            for frame in thread_waits.stack(self._stacks.get(thread.ident)):
                if _called(frame) == "concurrent.futures.thread:_worker":
                    waiting = getattr(frame.f_locals["work_queue"], "_queue", ())
                    if any(getattr(item, "future", None) is future for item in waiting):
                        found.append(agent)
        return found or None

    def stuck(self) -> list[Agent]:
        """The greatest set of agents that all wait for each other."""
        found = [agent for agent in self.agents if agent.waits]
        while True:
            free = [agent for agent in self.agents if agent not in found]
            left = [
                agent
                for agent in found
                if not (free or self.outside if agent.wakers is None else any(each in free for each in agent.wakers))
            ]
            if len(left) == len(found):
                return left
            found = left

    def let_go(self) -> None:
        """Forget all of the program's objects. One of the stacks is this thread's own, so this is a circle."""
        for agent in self.agents:
            vars(agent).clear()
        for known in (self.threads, self.tasks, self._stacks, self._loops):
            known.clear()

    def _name(self) -> None:
        for agent in self.agents:
            match = _DEFAULT_NAME.fullmatch(agent.name)
            if match and sum(match[1] in each.name for each in self.agents) == 1:
                agent.name = match[1]


def _called(frame: FrameType) -> str:
    return f"{frame.f_globals.get('__name__')}:{getattr(frame.f_code, 'co_qualname', frame.f_code.co_name)}"


def _step(stack: list[FrameType]) -> Any:
    """The task whose step a thread executes."""
    for frame in stack:
        if _called(frame) == "asyncio.events:Handle._run":
            return portable.load().turns.step_of(frame.f_locals["self"]._callback) or frame
    return None


def _name_of_task(task: Any) -> str:
    name = str(task.get_name())
    return name if not re.fullmatch(r"Task-\d+", name) else f"{name} ({task.get_coro().__name__})"


def _has_handlers() -> bool:
    """Whether a signal could call a function of the program."""
    module = sys.modules.get("signal")
    handlers = [module.getsignal(number) for number in range(1, 32) if number != 2] if module else []
    return any(callable(handler) and not isinstance(handler, int) for handler in handlers)


def _named(thing: Any, *agents: Agent) -> str:
    for agent in agents:
        if name := thread_waits.name_of(thing, agent.frame):
            return f"`{name}`"
    return "a lock"


def _sentence(agent: Agent, agents: list[Agent]) -> tuple[str, str, list[str]]:
    """What an agent waits for, in a sentence and in a few words; and the names of what it holds."""
    who = f"`{agent.name}`" if not agent.name.startswith("the ") else agent.name
    others = agent.wakers or []
    by = " and ".join(f"`{each.name}`" if not each.name.startswith("the ") else each.name for each in others)
    holds = list(dict.fromkeys(_named(thing, agent, *agents) for thing in agent.holds))
    holding = f" holds {' and '.join(holds)} and" if holds else ""
    if agent.on == "lock":
        lock = _named(agent.thing, agent, *agents)
        rest = f", which {by} holds" if others else ", which it holds itself" if agent.wakers is None else ""
        return f"{who}{holding} waits for {lock}{rest}", f"waits for {lock}", holds
    if agent.on == "loop":
        return f"{who}{holding} can't run while {by} waits", "can't run", holds
    if agent.on in ("thread", "task"):
        return f"{who}{holding} waits for {by} to end", f"waits for {by} to end", holds
    if agent.on == "work" and others:
        same = any(each is agent for each in others)
        own = "its own event loop has to" if agent.runs_loop else "only it could"
        what = f"a result that {own} compute" if same else f"a result that only {by} could compute"
        return f"{who}{holding} waits for {what}", "waits for a result", holds
    name = thread_waits.name_of(agent.thing, agent.frame)
    call = agent.call.rpartition(".")[2]
    what = f"`{name}.{call}()`" if name and call else f"`{agent.call}()`" if agent.call else agent.on
    rest = f", and only {by} could end that" if others else ", and nothing is left that could end that"
    return f"{who}{holding} waits in {what}{rest}", f"waits in {what}", holds


def _in_circle(agent: Agent) -> bool:
    """Whether an agent waits for itself, by way of others."""
    seen: list[Agent] = []
    left = list(agent.wakers or [])
    while left:
        each = left.pop()
        if each is agent:
            return True
        if each not in seen:
            seen.append(each)
            left += each.wakers or []
    return False


def describe() -> str | None:
    """The deadlock that the program is in, as JSON: `agents` with what each waits for; None if there is none."""
    with uncollected():
        search = _Search()
        try:
            return _describe(search)
        finally:
            search.let_go()


def _describe(search: _Search) -> str | None:
    search.look()
    stuck = search.stuck()
    shown = [agent for agent in stuck if not agent.idle]
    # Those that wait for each other, and then those that wait for them.
    shown.sort(key=lambda agent: not _in_circle(agent))
    if not shown:
        return None
    agents = []
    for agent in shown:
        sentence, waits, holds = _sentence(agent, stuck)
        place = search._sources.place(agent.frame) if agent.frame is not None else None
        line = place.line if place and place.file is None else None
        if line:
            sentence += f" (line {line})"
        agents.append(
            {
                "name": agent.name,
                "kind": agent.kind,
                "line": line,
                "waits": waits.replace("`", ""),
                "holds": [name.strip("`") for name in holds],
                "sentence": sentence + ".",
                "wakers": [shown.index(each) for each in agent.wakers or [] if each in shown],
            }
        )
    return json.dumps(agents)

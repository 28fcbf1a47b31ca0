"""Detects deadlocks of threads, tasks and processes, and describes which one waits for which.

A thread or task is stuck if it waits without a time limit, and everything that could wake it is stuck. Only the holder
of a lock can release it, and only a joined thread or process can end the wait for it; an event, a queue or a pipe can
be changed by anything that still runs. A wait for time, input or a socket is never stuck: if progress is possible,
nothing is reported.

`recording.js` calls this when a program is stopped or has been quiet for some time, while no thread runs.
"""

import json
from collections import defaultdict
from collections.abc import Mapping

from ..base.memory import uncollected
from ..threads import scheduler
from . import others
from .agents import Agent, Look, clear_name


class _Group:
    """The agents of one process, or of all processes of a program.

    Args:
        looks: The snapshot of each process, by its number.
        complete: Whether these are all processes that could release shared objects.
    """

    def __init__(self, looks: Mapping[int, Look | others.Told], complete: bool) -> None:
        self.agents = [agent for look in looks.values() for agent in look.agents]
        self._looks = {agent: look for look in looks.values() for agent in look.agents}
        self._complete = complete and not any(look.outside for look in looks.values())
        leaders = {number: agent for number, look in looks.items() for agent in look.agents if agent.leads}
        self._name_shared(looks)
        for agent in self.agents:
            if agent.semaphore:
                self._find_holders(agent)
            elif agent.pid in leaders:
                agent.wakers = [leaders[agent.pid]]
            elif agent.pid:
                agent.waits = False  # nothing is known about that process

    def _name_shared(self, looks: Mapping[int, Look | others.Told]) -> None:
        """Give each shared object the same name in all processes, if it has an unambiguous one."""
        names: dict[str, list[str]] = defaultdict(list)
        for look in looks.values():
            for identifier, found in look.names.items():
                names[identifier] += [name for name in found if name not in names[identifier]]
        for agent in self.agents:
            if agent.known_by:
                agent.label = clear_name(agent.known_by, agent.label, names)
            agent.has = {identifier: clear_name(identifier, own, names) for identifier, own in agent.has.items()}

    def _find_holders(self, agent: Agent) -> None:
        """Find the holder of the lock that an agent waits for, in all processes."""
        identifier = agent.semaphore
        agent.itself = identifier in agent.has
        holders = [each for each in self.agents if identifier in each.has and each is not agent]
        agent.wakers = holders or None
        for holder in holders:
            name = holder.has[identifier]
            holder.holds += [name] * (name not in holder.holds)

    def stuck(self) -> list[Agent]:
        """The largest set of agents that can only be woken by each other."""
        found = [agent for agent in self.agents if agent.waits]
        while True:
            free = {agent for agent in self.agents if agent not in found}
            left = [agent for agent in found if not self._could_go_on(agent, free)]
            if len(left) == len(found):
                return left
            found = left

    def _could_go_on(self, agent: Agent, free: set[Agent]) -> bool:
        if agent.wakers is not None:
            return any(each in free for each in agent.wakers)
        if agent.shared and not agent.itself:
            return bool(free) or not self._complete
        look = self._looks[agent]
        return look.outside or any(each in free for each in look.agents)


def _quoted(agent: Agent) -> str:
    if agent.process:
        return f"`{agent.name}` in `{agent.process}`"
    return agent.name if agent.name.startswith("the ") else f"`{agent.name}`"


def _sentence(agent: Agent) -> tuple[str, str]:
    """Describe what an agent waits for, in a sentence and in a few words."""
    who, wakers = _quoted(agent), agent.wakers or []
    by = " and ".join(map(_quoted, wakers))
    names = [f"`{name}`" if name else "a lock" for name in agent.holds]
    start = f"{who} holds {' and '.join(names)} and" if names else who
    if agent.on == "lock":
        lock = f"`{agent.label}`" if agent.label else "a lock"
        left = ", which it holds itself" if agent.itself else ", and nothing is left that could release it"
        return f"{start} waits for {lock}{f', which {by} holds' if wakers else left}", f"waits for {lock}"
    if agent.on == "loop":
        return f"{start} can't run while {by} waits", "can't run"
    if agent.on in ("thread", "task", "process", "task_group", "gather", "wait") and wakers:
        return f"{start} waits for {by} to end", f"waits for {by} to end"
    if agent.on == "work" and wakers:
        same = any(each is agent for each in wakers)
        own = "its own event loop has to" if agent.runs_loop else "only it could"
        what = f"a result that {own} compute" if same else f"a result that only {by} could compute"
        return f"{start} waits for {what}", "waits for a result"
    if agent.on == "work" and not agent.label and agent.call.startswith("Future."):
        return f"{start} waits for a result, and nothing is left that could set it", "waits for a result"
    call = agent.call.rpartition(".")[2]
    if agent.on == "pipe" and not agent.line:
        return f"{start} waits for a pipe, and nothing is left that could end that", "waits for a pipe"
    call = {"__enter__": "acquire", "__aenter__": "acquire"}.get(call, call)  # of a semaphore
    what = f"`{agent.label}.{call}()`" if agent.label and call else f"`{agent.call}()`" if agent.call else agent.on
    rest = f", and only {by} could end that" if wakers else ", and nothing is left that could end that"
    return f"{start} waits in {what}{rest}", f"waits in {what}"


def _in_circle(agent: Agent) -> bool:
    """Whether an agent waits for itself, through others."""
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
    """Describe the program's deadlock as JSON: `agents` with what each waits for; None if none is known.

    Other processes are asked, and taken into account once their answers have arrived: see `is_open`.
    """
    with uncollected():
        found = _describe(_Group({scheduler.process: Look()}, complete=not is_open()))
        if found is None and is_open() and (answers := others.answers()):
            own = Look()
            others.rename(own)
            found = _describe(_Group({scheduler.process: own, **answers}, complete=True))
        return found


def is_open() -> bool:
    """Whether there are other processes, so that a deadlock may be found later."""
    return others.exist()


def _describe(group: _Group) -> str | None:
    stuck = [agent for agent in group.stuck() if not agent.idle]
    # First those that wait for each other, then those that wait for these.
    stuck.sort(key=lambda agent: not _in_circle(agent))
    if not stuck:
        return None
    agents = []
    for agent in stuck:
        sentence, waits = _sentence(agent)
        agents.append(
            {
                "name": f"{agent.name} in {agent.process}" if agent.process else agent.name,
                "kind": agent.kind,
                "line": agent.line,
                "waits": waits.replace("`", ""),
                "holds": [name or "a lock" for name in agent.holds],
                "sentence": sentence + (f" (line {agent.line})." if agent.line else "."),
                "wakers": [stuck.index(each) for each in agent.wakers or [] if each in stuck],
            }
        )
    return json.dumps(agents)

"""What the threads and tasks of a program's other processes wait for: each is asked, and answers between two turns.

The answers come one after another, and what they say may have passed by then. So all are asked twice: if no thread of
any process has run in between, all of it was so at one moment.
"""

import sys
from typing import Any, NamedTuple

from .. import browser
from ..processes import children, inspection
from ..threads import scheduler
from .agents import Agent, Look

# What a process answers: how often a thread of it has been resumed, its children, and what its agents do.
_Answer = dict[str, Any]


class Told(NamedTuple):
    """What another process has told of itself, as `Look` has it."""

    agents: list[Agent]
    outside: bool
    names: dict[str, list[str]]


# The questions of this round that are open, by their numbers; the answers to the others; those of the round before.
_open: dict[int, int] = {}
_round: dict[int, _Answer] = {}
_before: dict[int, _Answer] = {}


def _children() -> list[int]:
    """This process's, but for the one that only keeps notes of what is to be removed."""
    tracker = getattr(sys.modules.get("multiprocessing.resource_tracker"), "_resource_tracker", None)
    return [pid for pid, status in children.known() if status is None and pid != getattr(tracker, "_pid", None)]


def exist() -> bool:
    """Whether another process runs, which could release what processes share."""
    return scheduler.process != 1 or bool(_children())


def rename(look: Look) -> None:
    """Name the main thread, and so its process, among those of other processes."""
    module: Any = sys.modules.get("multiprocessing.process")
    name = str(module.current_process().name) if module else "MainProcess"
    if scheduler.process == 1:
        name = "the main process"
    elif name == "MainProcess":
        name = f"process {scheduler.process}"
    for agent in look.agents:
        if agent.leads:
            agent.kind, agent.name = "process", name
        elif scheduler.process != 1:
            agent.process = name


def answer() -> _Answer:
    """What this process tells."""
    look = Look()
    rename(look)
    places = {agent: place for place, agent in enumerate(look.agents)}
    agents = [
        vars(agent) | {"wakers": None if agent.wakers is None else [places[each] for each in agent.wakers]}
        for agent in look.agents
    ]
    about = {"outside": look.outside, "names": look.names, "agents": agents}
    return about | {"resumed": browser.resumed(), "children": _children()}


def _read(told: _Answer) -> Told:
    agents = [Agent(found["kind"], found["name"]) for found in told["agents"]]
    for agent, found in zip(agents, told["agents"], strict=True):
        vars(agent).update(found)
        if found["wakers"] is not None:
            agent.wakers = [agents[place] for place in found["wakers"]]
    return Told(agents, told["outside"], told["names"])


def _ask(pids: set[int]) -> None:
    for pid in pids:
        _open[inspection.ask(pid, "waits")] = pid


def answers() -> dict[int, Told]:
    """What all others do, if it is known: nothing in it has changed since they were asked before. Asks again if not."""
    global _round, _before
    for number in [number for number in _open if inspection.has_answer(number)]:
        told = inspection.take_answer(number)
        if told is not None:  # it has ended meanwhile
            _round[_open[number]] = told
        del _open[number]
    wanted = {*_children(), *(pid for told in _round.values() for pid in told["children"])}
    missing = wanted - set(_round)
    _ask(missing - set(_open.values()))
    if missing or not wanted:
        return {}
    own = {scheduler.process: {"resumed": browser.resumed()}}
    same, _before, _round = (_round | own) == _before, _round | own, {}
    if same:
        return {pid: _read(_before[pid]) for pid in wanted}
    _ask(wanted)
    return {}

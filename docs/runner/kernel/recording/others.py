"""Asks a program's other processes what their threads and tasks wait for; each answers between two turns.

The answers arrive one after another, and may be out of date by then. So every process is asked twice: if no thread of
any process has run in between, all answers were true at one moment.
"""

import sys
from typing import Any, NamedTuple

from .. import browser
from ..processes import children, inspection
from ..threads import scheduler
from .agents import Agent, Look

# A process's answer: how often its threads have been resumed, its children, and the state of its agents.
_Answer = dict[str, Any]


class Told(NamedTuple):
    """The answer of another process, with the same attributes as `Look`."""

    agents: list[Agent]
    outside: bool
    names: dict[str, list[str]]


# The open questions of this round, by number; the answers to the others; the answers of the last round.
_open: dict[int, int] = {}
_round: dict[int, _Answer] = {}
_before: dict[int, _Answer] = {}


def _children() -> list[int]:
    """This process's children, except the resource tracker."""
    tracker = getattr(sys.modules.get("multiprocessing.resource_tracker"), "_resource_tracker", None)
    return [pid for pid, status in children.known() if status is None and pid != getattr(tracker, "_pid", None)]


def exist() -> bool:
    """Whether another process runs, which could release shared objects."""
    return scheduler.process != 1 or bool(_children())


def rename(look: Look) -> None:
    """Name the main thread after its process, to distinguish it from those of other processes."""
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
    """The answer of this process."""
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
    """The answers of all other processes, if they have not changed since the last round; otherwise asks again."""
    global _round, _before
    for number in [number for number in _open if inspection.has_answer(number)]:
        told = inspection.take_answer(number)
        if told is not None:  # None: it has ended meanwhile
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

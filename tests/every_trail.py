"""Prints what a hundred seeds chose in each planted program, and how the runs ended: `python every_trail.py`."""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "snippets" / "recipes"))

from planted import PLANTED, Program
from schedules import Choices
from virtual_time import VirtualLoop


def _run(program: Program, seed: int) -> str:
    choices = Choices(seed=seed)

    class Loop(VirtualLoop):
        def __init__(self) -> None:
            self.choices, self.jitter = choices, 1.0
            super().__init__()

    try:
        with asyncio.Runner(loop_factory=Loop) as runner:
            runner.run(program(False))
    except (AssertionError, RuntimeError) as error:
        return f"{choices.trail} {error}"
    return str(choices.trail)


def trails() -> list[str]:
    """A line for each seed of each program."""
    return [f"{program.__name__} {seed} {_run(program, seed)}" for program in PLANTED for seed in range(100)]


if __name__ == "__main__":
    print(*trails(), sep="\n")

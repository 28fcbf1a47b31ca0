"""The page that shows what was measured last, and the data that it is written from.

`make benchmark KEEP=1` measures and writes both; `PYTHONPATH=tests python -m benchmarks.page` writes the page anew.
"""

import json
import os
import re
from pathlib import Path

from .figures import Figure, as_markdown, from_json, to_json

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "speed.md"
# It goes with the page, so that a run of some parts keeps the others.
NUMBERS = Path(__file__).with_name("numbers.json")
TEXT = Path(__file__).with_name("page.md")
# How busy the machine was when each part had been measured.
CONDITIONS = Path(__file__).with_name("conditions.json")
_TABLE = re.compile(r"\{\{ (\w+) \}\}")


def kept() -> dict[str, list[Figure]]:
    """What was measured last, by part."""
    return from_json(NUMBERS.read_text(encoding="utf-8")) if NUMBERS.exists() else {}


def conditions() -> dict[str, str]:
    """How busy the machine was, by part."""
    found: dict[str, str] = json.loads(CONDITIONS.read_text(encoding="utf-8")) if CONDITIONS.exists() else {}
    return found


def page() -> str:
    """The page: its text with the tables in it."""
    parts, busy = kept(), conditions()

    def table(match: re.Match[str]) -> str:
        part = match[1]
        return f"{as_markdown(parts[part])}\n\n{busy[part]}" if part in parts else "Not measured yet."

    return _TABLE.sub(table, TEXT.read_text(encoding="utf-8"))


def keep(measured: dict[str, list[Figure]]) -> Path:
    """Keep what was measured, and write the page."""
    busy = f"Measured on {os.cpu_count()} processor cores, with a load of {os.getloadavg()[2]:.0f}."
    CONDITIONS.write_text(
        json.dumps({**conditions(), **dict.fromkeys(measured, busy)}, indent=1) + "\n", encoding="utf-8"
    )
    NUMBERS.write_text(to_json({**kept(), **measured}), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
    return PAGE


if __name__ == "__main__":
    print(f"written: {keep({})}")

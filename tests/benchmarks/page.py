"""The page that shows what was measured last, and the data that it is written from.

`make benchmark KEEP=1` measures and writes both; `PYTHONPATH=tests python -m benchmarks.page` writes the page anew.
"""

import re
from pathlib import Path

from .figures import Figure, as_markdown, from_json, to_json

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "speed.md"
# It goes with the page, so that a run of some parts keeps the others.
NUMBERS = Path(__file__).with_name("numbers.json")
TEXT = Path(__file__).with_name("page.md")
_TABLE = re.compile(r"\{\{ (\w+) \}\}")


def kept() -> dict[str, list[Figure]]:
    """What was measured last, by part."""
    return from_json(NUMBERS.read_text(encoding="utf-8")) if NUMBERS.exists() else {}


def page() -> str:
    """The page: its text with the tables in it."""
    parts = kept()
    return _TABLE.sub(lambda match: as_markdown(parts.get(match[1], [])), TEXT.read_text(encoding="utf-8"))


def keep(measured: dict[str, list[Figure]]) -> Path:
    """Keep what was measured, and write the page."""
    NUMBERS.write_text(to_json({**kept(), **measured}), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
    return PAGE


if __name__ == "__main__":
    print(f"written: {keep({})}")

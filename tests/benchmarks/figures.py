"""The figures of a run: medians, how far they spread, what they are held against; as text, Markdown and JSON."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass
class Figure:
    """Some measurements of one thing, and of what it is compared with."""

    name: str
    values: Sequence[float]
    unit: str = "ms"
    # What the values are divided by, and what that is.
    others: Sequence[float] = ()
    against: str = ""
    # At most so much: of the ratio, where there is one, or else of the median.
    target: float | None = None
    # More text for the table, in place of a target.
    note: str = ""

    @property
    def median(self) -> float:
        """The median of the values."""
        return statistics.median(self.values)

    @property
    def ratio(self) -> float | None:
        """How many times as much as what it is compared with."""
        return self.median / statistics.median(self.others) if self.others else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        if self.target is None:
            return None
        return (self.median if self.ratio is None else self.ratio) <= self.target

    def cells(self) -> list[str]:
        """The row of a table."""
        ratio, met = self.ratio, self.met
        compared = f"{number(statistics.median(self.others))} {self.unit}" if self.others else ""
        unit = "" if ratio is not None else f" {self.unit}"
        return [
            self.name,
            f"{number(self.median)} {self.unit}",
            f"{number(min(self.values))}–{number(max(self.values))}" if len(self.values) > 1 else "",
            f"{compared} ({self.against})" if self.against and compared else compared,
            "" if ratio is None else f"{ratio:.2f}",
            self.note if self.target is None else f"≤ {number(self.target)}{unit}",
            "" if met is None else "met" if met else "missed",
        ]


HEAD = ["what", "median", "spread", "compared with", "ratio", "target", "result"]


def number(value: float) -> str:
    """A figure with as many digits as are worth reading."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def as_text(title: str, figures: Sequence[Figure]) -> str:
    """A table for a terminal."""
    rows = [HEAD, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    # Names to the left, numbers to the right.
    lines = [
        "  ".join(
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join([title, "", *(line.rstrip() for line in lines), ""])


def as_markdown(figures: Sequence[Figure]) -> str:
    """A table for a page."""
    rows = [HEAD, ["---", *["--:"] * 4, "--:", "---"], *(figure.cells() for figure in figures)]
    return "\n".join(f"| {' | '.join(row)} |".replace("|  |", "| |") for row in rows)


def to_json(parts: dict[str, list[Figure]]) -> str:
    """All figures, to be kept; `from_json` reads them."""
    data = {part: [asdict(figure) for figure in figures] for part, figures in parts.items()}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> dict[str, list[Figure]]:
    """What `to_json` has written."""
    return {part: [Figure(**figure) for figure in figures] for part, figures in json.loads(text).items()}

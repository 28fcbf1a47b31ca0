"""What tasks, threads, processes and interpreters cost on CPython: the tables of docs/concepts/compared.md.

`make benchmark ONLY="mechanisms" KEEP=1` measures them and writes the page; `PYTHONPATH=tests python -m
benchmarks.mechanisms` writes it anew from the data.
"""

import json
import os
import re
import statistics
import subprocess
from pathlib import Path

from native import interpreters

from .figures import Figure, number

PAGE = Path(__file__).resolve().parents[2] / "docs" / "concepts" / "compared.md"
PROGRAMS = [Path(__file__).parent / "programs" / name for name in ("work.py", "costs.py")]
NUMBERS = Path(__file__).with_name("mechanisms.json")
ROUNDS = 5
UNITS = {
    **dict.fromkeys(("waits", "computations", "both"), "s"),
    "starts": "ms",
    "memories": "KiB",
    "switches": "µs",
    "handovers": "ms",
}
_TABLE = re.compile(r"(?<=<!-- measured: )(\w+) -->.*?<!-- end -->", re.DOTALL)


def measure() -> list[Figure]:
    """Run the programs several times, natively, and keep what it measured."""
    python = interpreters()[3, 14]
    rounds = []
    for _ in range(ROUNDS):
        tables = [json.loads(subprocess.check_output([python, program], text=True)) for program in PROGRAMS]
        rounds.append({table: rows for each in tables for table, rows in each.items()})
    found = {
        table: {row: [round(each[table][row], 6) for each in rounds] for row in rows}
        for table, rows in rounds[0].items()
    }
    version = subprocess.check_output([python, "-c", "import platform; print(platform.python_version())"], text=True)
    where = f"CPython {version.strip()} on Linux, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    NUMBERS.write_text(json.dumps({"where": where, "tables": found}, indent=1) + "\n", encoding="utf-8")
    return [
        Figure(f"{table}: {row}", values, UNITS[table]) for table, rows in found.items() for row, values in rows.items()
    ]


def page(text: str) -> str:
    """A text with the tables in it."""
    data = json.loads(NUMBERS.read_text(encoding="utf-8"))

    def table(match: re.Match[str]) -> str:
        rows = [f"| what | {UNITS[match[1]]}, median | from – to |", "|---|--:|--:|"]
        for name, values in data["tables"][match[1]].items():
            middle = statistics.median(values)
            rows.append(f"| {name} | {number(middle)} | {number(min(values))} – {number(max(values))} |")
        return "\n".join([f"{match[1]} -->", "", *rows, "", "<!-- end -->"])

    where = f"<!-- where --> {data['where']} <!-- -->"
    return re.sub("<!-- where -->.*?<!-- -->", where, _TABLE.sub(table, text))


def write() -> Path:
    """Put the tables into the page."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return PAGE


if __name__ == "__main__":
    print(f"written: {write()}")

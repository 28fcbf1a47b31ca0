"""Lists the tests that pass natively and not in the tab: `python -m conformance.failures [MODULE]`."""

import json
import sys
from pathlib import Path


def main(names: list[str]) -> None:
    """Print them with their reasons."""
    results = json.loads((Path(__file__).parent / "results.json").read_text())
    for module, entry in results.items():
        if names and not any(module.startswith(name) for name in names):
            continue
        for test, outcome in entry["native"].items():
            tab = entry["tab"].get(test, {"outcome": "missing", "reason": ""})
            if outcome["outcome"] == "passed" and tab["outcome"] != "passed":
                print(f"{tab['outcome']} {test.removeprefix('test.')}: {tab['reason'][:220]!r}")


if __name__ == "__main__":
    main(sys.argv[1:])

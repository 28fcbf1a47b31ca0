"""The superfences fence ``` { .examples }: what came of the examples from the libraries' own documentation.

`PYTHONPATH=tests python -m suites.examples` writes what it shows.
"""

import json
from html import escape
from typing import Any

from .fence import validate_without_keys
from .snippet import ROOT

validate = validate_without_keys
RESULTS = ROOT / "tests" / "suites" / "examples.json"
_WAYS = {
    "program": "as it is",
    "console": "typed at asyncio’s prompt",
    "tests": "by pytest",
    "app": "uvicorn serves it, httpx asks it",
    "server": "a server and its client, two processes",
}


def _result(example: dict[str, Any]) -> str:
    """What the tab printed, compared with what CPython did."""
    why = f"{example['why'][:1].upper()}{example['why'][1:]}." if example["why"] else ""
    *lines, last = example["tab"].splitlines() or [""]
    if example["same"]:
        return f"as on CPython. {why}" if why else "as on CPython"
    return f"{why} The error: {lines[-1] if lines else 'none'}" if last.startswith("exit: ") else f"no error. {why}"


def _code(text: str) -> str:
    """Text with what stands between backticks as code."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(parts))


def format_examples(source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **kwargs: Any) -> str:
    """The HTML of the fence."""
    found: list[dict[str, Any]] = json.loads(RESULTS.read_text(encoding="utf-8"))
    rows = "".join(
        f"<tr><td>{escape(each['library'])} {escape(each['version'])}</td><td>{escape(each['from'])}</td>"
        f"<td>{_WAYS[each['way']]}</td><td>{_code(_result(each))}</td></tr>"
        for each in found
    )
    head = "<tr><th>library</th><th>example</th><th>how it was run</th><th>output in the tab</th></tr>"
    return f"<div><table><thead>{head}</thead><tbody>{rows}</tbody></table></div>"

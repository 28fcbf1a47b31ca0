"""Writes the events on the page "The trace" from the schema: `PYTHONPATH=tests .venv/bin/python -m tracing.page`."""

import json
from typing import Any

from tracing.schema_check import RUNNER, SCHEMA, events

PAGE = RUNNER.parent / "reference" / "trace.md"
_MARK = "<!-- from schema.json by tests/tracing/page.py -->\n"
_SUBJECTS = {
    "Program": ("program_", "events_"),
    "Event loops": ("before_run", "after_run", "before_io", "after_io"),
    "Tasks": ("task_", "before_task", "after_task", "cancel_", "timeout_", "error_"),
    "Callbacks": ("callback_", "before_callback", "after_callback"),
    "Locks": ("lock_",),
    "Threads": ("thread_", "before_thread", "after_thread", "work_", "before_work", "after_work"),
    "Processes, interpreters and signals": ("process_", "interpreter_", "signal_"),
    "Input and output": ("printed", "bytes_"),
}


def _fields() -> list[str]:
    lines = ["| field | what |", "|---|---|"]
    for name, field in SCHEMA["properties"].items():
        optional = "" if name in SCHEMA["required"] else " (optional)"
        lines.append(f"| `{name}`{optional} | {field['description']} |")
    return lines


def _event(name: str, event: dict[str, Any]) -> list[str]:
    writer = "" if "asyncio" in event["x-writer"] else " *Not written by the recorder for asyncio.*"
    example = json.dumps(event["examples"][0], ensure_ascii=False)
    return [f"### {name}", "", event["description"] + writer, "", "```json", example, "```", ""]


def rendered() -> str:
    """The part of the page that the schema says."""
    parts = ["## Fields", "", *_fields(), ""]
    defs = SCHEMA["$defs"]
    parts += ["`by`, `owner` and `about` name " + defs["who"]["description"], ""]
    parts += ["## What is waited for", "", defs["wait"]["description"], "", "| `on` | what |", "|---|---|"]
    parts += [f"| `{kind['const']}` | {kind['description']} |" for kind in defs["wait"]["properties"]["on"]["oneOf"]]
    left = events()
    for subject, prefixes in _SUBJECTS.items():
        parts += ["", f"## {subject}", ""]
        for name in [name for name in left if name.startswith(prefixes)]:
            parts += _event(name, left.pop(name))
        parts.pop()
    if left:
        raise ValueError(f"no subject has the events {', '.join(left)}: enter them in _SUBJECTS")
    return "\n".join(parts) + "\n"


def page() -> str:
    """The page as it has to be."""
    text = PAGE.read_text(encoding="utf-8")
    return text.partition(_MARK)[0] + _MARK + "\n" + rendered()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

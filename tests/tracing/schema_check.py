"""Checks an event against the schema of a trace: as much of JSON Schema (draft 2020-12) as that uses."""

import json
from pathlib import Path
from typing import Any

RUNNER = Path(__file__).parents[2] / "docs" / "runner"
SCHEMA: dict[str, Any] = json.loads((RUNNER / "interleave" / "trace" / "schema.json").read_text(encoding="utf-8"))
_TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}
_NOTES = {"$schema", "$defs", "title", "description", "examples", "x-writer"}


def events() -> dict[str, Any]:
    """What the schema says of each event, by name."""
    return {reference["$ref"].rpartition("/")[2]: _resolve(reference) for reference in SCHEMA["oneOf"]}


def errors(value: Any, schema: Any = SCHEMA, where: str = "event") -> list[str]:
    """What is wrong with a value. An unknown keyword of the schema raises KeyError."""
    if isinstance(schema, bool):
        return [] if schema else [f"{where} isn't allowed"]
    found: list[str] = []
    for keyword, wanted in schema.items():
        if keyword not in _NOTES:
            found += [f"{where}: {error}" for error in _CHECKS[keyword](value, wanted, schema)]
    return found


def _resolve(schema: Any) -> Any:
    return SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]


def _type(value: Any, wanted: Any, _: Any) -> list[str]:
    for name in [wanted] if isinstance(wanted, str) else wanted:
        if name == "null":
            if value is None:
                return []
        elif isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool)):
            return []
    return [f"{value!r} is no {wanted}"]


def _properties(value: Any, wanted: Any, _: Any) -> list[str]:
    return [error for name in value if name in wanted for error in errors(value[name], wanted[name], name)]


def _additional(value: Any, _: Any, schema: Any) -> list[str]:
    return [f"{name} is unknown" for name in value if name not in schema["properties"]]


def _one_of(value: Any, wanted: Any, _: Any) -> list[str]:
    reasons = [errors(value, choice if "$ref" not in choice else _resolve(choice)) for choice in wanted]
    if sum(not reason for reason in reasons) == 1:
        return []
    # The reasons of the one that is meant.
    meant = [reason for reason in reasons if not any(error.startswith("event: event: ") for error in reason)]
    return [f"{value!r}: {(meant or reasons)[0]}"]


_CHECKS: dict[str, Any] = {
    "$ref": lambda value, wanted, _: errors(value, _resolve({"$ref": wanted})),
    "type": _type,
    "const": lambda value, wanted, _: [] if value == wanted else [f"{value!r} isn't {wanted!r}"],
    "enum": lambda value, wanted, _: [] if value in wanted else [f"{value!r} is none of {wanted}"],
    "properties": _properties,
    "required": lambda value, wanted, _: [f"{name} is missing" for name in wanted if name not in value],
    "additionalProperties": _additional,
    "items": lambda value, wanted, _: [error for item in value for error in errors(item, wanted)],
    "minimum": lambda value, wanted, _: [] if value >= wanted else [f"{value} is less than {wanted}"],
    "minProperties": lambda value, wanted, _: [] if len(value) >= wanted else ["a property is missing"],
    "maxProperties": lambda value, wanted, _: [] if len(value) <= wanted else ["there are too many properties"],
    "oneOf": _one_of,
    "anyOf": lambda value, wanted, _: [] if any(not errors(value, choice) for choice in wanted) else [f"{value!r}"],
}

"""Where Python and JavaScript, and the page, the machine and its processes, meet: both sides name the same things."""

import ast
import os
import re
import signal
import stat
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from interleave_site.snippet import ROOT
from kernel.base import error_numbers
from kernel.files import remote, table
from kernel.interpreters import module as interpreters
from kernel.interpreters import queues
from kernel.processes import identity, limits, signals
from node import evaluate

RUNNER = ROOT / "docs" / "runner"
KERNEL = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((RUNNER / "kernel").rglob("*.py"))}
JAVASCRIPT = {
    folder: "\n".join(path.read_text(encoding="utf-8") for path in sorted((RUNNER / folder).glob("*.js")))
    for folder in ("page", "frame", "machine", "process", "shared")
}


def calls(*names: str) -> Iterator[tuple[Path, ast.Call, str]]:
    """Where the kernel calls a function of such a name with a text first."""
    for path, tree in KERNEL.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func
                owner = called.value if isinstance(called, ast.Attribute) else None
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                is_own = isinstance(owner, ast.Name) and owner.id == "self"
                if name.lstrip("_") in names and not is_own and isinstance(node.args[0].value, str):
                    yield path, node, node.args[0].value


def parameters(path: Path, function: ast.expr) -> list[str]:
    """What a receiver takes by name, which stands as a function of its module or as a lambda."""
    if isinstance(function, ast.Lambda):
        return [each.arg for each in function.args.args]
    assert isinstance(function, ast.Name), ast.unparse(function)
    (found,) = (n for n in KERNEL[path].body if isinstance(n, ast.FunctionDef) and n.name == function.id)
    return [each.arg for each in found.args.args]


@cache
def tables() -> dict[str, Any]:
    """The tables of JavaScript: the fields of each message, and the names of operations."""
    found: dict[str, Any] = evaluate("""
        import {ARGUMENTS} from "./docs/runner/machine/requests.js";
        import * as messages from "./docs/runner/shared/messages.js";
        const tables = {ARGUMENTS: Object.keys(ARGUMENTS)};
        for (const [name, table] of Object.entries(messages)) {
          const fields = Object.entries(table).map(([type, {fields}]) => [type, Object.keys(fields ?? {})]);
          tables[name] = Object.fromEntries(fields);
        }
        console.log(JSON.stringify(tables));
    """)
    return found


def sent(folder: str, *except_for: str) -> set[str]:
    """The types of messages that a folder makes."""
    return set(re.findall(r'\btype: "(\w+)"', re.sub(r"/\*.*?\*/", "", JAVASCRIPT[folder], flags=re.DOTALL))) - {
        *except_for
    }


def test_the_machine_knows_what_the_kernel_asks_for() -> None:
    """And nothing else: machine.js has all of requests.js (tests/js/messages.test.mjs)."""
    asked = {op for _, _, op in calls("ask", "request", "tell", "order")}
    named = {node.value for tree in KERNEL.values() for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    own = set(re.findall(r'\bop: "(\w+)"|\b(?:ask(?:Alone)?|tell)\("(\w+)"', JAVASCRIPT["process"]))
    asked |= {name for pair in own for name in pair if name}
    operations = set(tables()["ARGUMENTS"])
    assert asked - operations == set(), "machine/requests.js lacks these"
    # Some are chosen from a table before they are asked for.
    assert operations - asked - named == set(), "nobody asks for these"


def test_what_is_quiet_is_an_operation() -> None:
    """memory.js names those that tell no other process anything."""
    listed = re.search(r"const QUIET = new Set\(\[(.*?)\]\)", JAVASCRIPT["process"], re.DOTALL)
    assert listed
    assert set(re.findall(r'"(\w+)"', listed[1])) <= set(tables()["ARGUMENTS"])


def test_messages_have_senders_and_receivers() -> None:
    """Whoever makes a message finds it in the table of those who get it, and each in a table is made by somebody."""
    table = tables()
    assert sent("page", "module", "text/javascript", "button") - {"state", "failed"} == {
        *table["FROM_PAGE"],
        *table["TO_FRAME"],
    }
    assert sent("frame", "text/javascript") - set(table["FROM_FRAME"]) == set(table["TO_MACHINE"])
    assert sent("process", "call", "post") == set(table["FROM_PROCESS"])
    machine = sent("machine")
    passed_on = set(table["FROM_PROCESS"]) | set(table["FROM_PAGE"])
    heard = set(table["TO_PAGE"]) | set(table["TO_PROCESS"]) | set(table["TO_KERNEL"])
    assert machine - heard == set(), "nobody hears these"
    assert heard - machine - passed_on == set(), "nobody says these"
    assert not set(table["TO_PROCESS"]) & set(table["TO_KERNEL"])
    handled = set(re.findall(r'\btype === "(\w+)"', (RUNNER / "process" / "worker.js").read_text(encoding="utf-8")))
    assert handled == set(table["TO_PROCESS"])
    heard_by_page = {
        name
        for file in ("session", "interpreter")
        for name in re.findall(r'case "(\w+)":', (RUNNER / "page" / f"{file}.js").read_text(encoding="utf-8"))
    }
    assert heard_by_page | {"begun"} == set(table["TO_PAGE"])


def test_the_kernel_hears_what_it_is_told() -> None:
    """Each message with its fields as parameters."""
    gateway = (RUNNER / "process" / "gateway.js").read_text(encoding="utf-8")
    delivered = dict(
        re.findall(r'this\.deliver\("(\w+)", \{([^{}]*)\}\)', gateway.replace("[...response.headers]", ""))
    )
    of_gateway = {kind for _, _, kind in calls("route")}
    receivers = {kind: parameters(path, node.args[1]) for path, node, kind in calls("on") if len(node.args) == 2}
    assert of_gateway | {"probed"} == set(delivered)
    assert receivers.keys() - {"probed", "ports"} == tables()["TO_KERNEL"].keys()
    for kind, fields in tables()["TO_KERNEL"].items():
        assert set(receivers[kind]) == set(fields), kind


def test_the_bridge_has_what_the_kernel_calls() -> None:
    """The names of kernel/bridge.py's Bridge."""
    (path,) = (
        path
        for path in KERNEL
        if any(n for n in KERNEL[path].body if isinstance(n, ast.ClassDef) and n.name == "Bridge")
    )
    (bridge,) = (n for n in KERNEL[path].body if isinstance(n, ast.ClassDef) and n.name == "Bridge")
    python = {node.name for node in bridge.body if isinstance(node, ast.FunctionDef)}
    given = set()
    for name, begins in (
        ("bridge", "export function bridge(suspension) {"),
        ("gateway", "  bridge() {"),
        ("worker", "    const bridged = {"),
    ):
        text = (RUNNER / "process" / f"{name}.js").read_text(encoding="utf-8")
        body = text.partition(begins)[2].partition("\n    };")[0]
        given |= set(re.findall(rf"^ {{{4 if name == 'bridge' else 6}}}(\w+): \(", body, re.MULTILINE))
    assert given == python


def test_the_kernel_has_the_modules_that_javascript_names() -> None:
    """Those that it imports, and those of which its comments speak."""
    for folder, text in JAVASCRIPT.items():
        modules = re.findall(r'"interleave_kernel\.([\w.]+)"', text)
        named = re.findall(r"\bkernel/([\w/]+\.py)\b", text) + [f"{name.replace('.', '/')}.py" for name in modules]
        assert [name for name in named if RUNNER / "kernel" / name not in KERNEL] == [], folder


def constant(file: str, name: str) -> int | str:
    """A constant of a JavaScript file, which Python would write in the same way."""
    text = (RUNNER / file).read_text(encoding="utf-8")
    alone = re.search(rf"^(?:export )?const {name} = ([^;\n]+);", text, re.MULTILINE)
    if alone:
        value: int | str = ast.literal_eval(alone[1]) if alone[1][0] in "\"'" else eval(alone[1], {})
        return value
    for names, values in re.findall(r"^const \[([A-Z_, ]+)\] = \[([^\]]+)\];", text, re.MULTILINE):
        if name in names.split(", "):
            return int(values.split(", ")[names.split(", ").index(name)], 0)
    raise AssertionError(f"{file} has no {name}")


@pytest.mark.parametrize(
    ("file", "name", "value"),
    [
        *(("machine/events.js", name, getattr(table, name)) for name in ("IN", "OUT", "ERR", "HUP", "RDHUP")),
        ("machine/unbound.js", "REMOVE", queues._REMOVE),
        ("machine/interpreters.js", "MAIN", interpreters._MAIN),
        ("machine/interpreters.js", "RUNTIME", interpreters._WHENCES.index("RUNTIME")),
        ("machine/interpreters.js", "STDLIB", interpreters._WHENCES.index("STDLIB")),
        ("machine/machine.js", "TERMINAL", remote.TERMINAL),
        ("process/ticks.js", "TICK", signals.TICK),
        ("process/system-files.js", "OWNER", identity.USER),
        ("process/system-files.js", "PAGE", limits.PAGE),
        ("process/system-files.js", "S_IFREG", stat.S_IFREG),
        ("process/system-files.js", "S_IFCHR", stat.S_IFCHR),
        ("process/disk.js", "S_IFSOCK", stat.S_IFSOCK),
        ("process/file-arrivals.js", "S_IFREG", stat.S_IFREG),
        ("process/disk.js", "O_APPEND", os.O_APPEND),
        ("process/open-files.js", "S_IFDIR", stat.S_IFDIR),
        ("process/open-files.js", "CREATING", os.O_CREAT | os.O_EXCL | os.O_TRUNC),
        ("process/file-locks.js", "O_ACCMODE", os.O_ACCMODE),
    ],
)  # fmt: skip
def test_constants_are_the_same(file: str, name: str, value: int | str) -> None:
    """Those of Linux, and those that the kernel made up."""
    assert constant(file, name) == value


def test_signals_are_linux() -> None:
    """Their names and numbers, and what each does by default."""
    found = evaluate("""
        import * as signals from "./docs/runner/shared/signals.js";
        console.log(JSON.stringify(signals, (_, value) => (value instanceof Set ? [...value] : value)));
    """)
    for number, name in enumerate(found["SIGNALS"], 1):
        if number in set(signal.Signals):
            assert signal.Signals(number) is getattr(signal, f"SIG{name}")
    assert {name: number for name, number in found.items() if name.startswith("SIG") and name != "SIGNALS"}.items() <= {
        name: int(getattr(signal, name)) for name in dir(signal) if name.startswith("SIG") and name.isupper()
    }.items()
    assert set(found["HARMLESS"]) == signals._HARMLESS
    assert set(found["STOPPING"]) == signals._STOPPING
    kinds = {
        number: "ignore" if handler == signals._IGNORE else "handler" for number, handler in signals._AT_START.items()
    }
    assert dict(found["AT_START"]) == kinds


def test_errors_that_the_machine_names_are_errors() -> None:
    """It answers with their names."""
    named = set(re.findall(r'"(E[A-Z]{3,})"', JAVASCRIPT["machine"]))
    assert named
    assert named <= error_numbers.LINUX.keys()

"""The folders of the runner's JavaScript: who may import whom, as the table in CONTRIBUTING.md says it."""

import re
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import pytest
from interleave_site.snippet import ROOT
from node import evaluate

RUNNER = ROOT / "docs" / "runner"
MOST_LINES = 400
# Not JavaScript's layers: what is loaded as data, or made.
DATA = {"page": {"vendor"}}
_ROW = re.compile(r"^\| `(\w+)/` \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
# Static and dynamic imports, types in comments, and URLs beside the file: all by a path that is written there.
_NAMED = re.compile(
    r"""(?P<how>\bfrom\s*|\bimport\s*\(?\s*|\bnew\s+(?:Shared)?(?:URL|Worker)\(\s*|\bimport\.meta\.resolve\(\s*|\bhere\(\s*)"""
    r"""(?P<quote>["'`])(?P<path>\.\.?(?:/[^"'`\s$]*)?)"""
)
_COMPUTED = re.compile(r"""\bimport\s*\(\s*[^"'\s)][^)]*\)|\bnew\s+URL\(\s*[^"'`\s][^()]*,\s*import\.meta\.url\)""")
# Texts that were loaded; the other one stands in a string.
COMPUTED = {
    "shared/import-text.js: import(url)",
    "page/sandbox.js: import(URL.createObjectURL(new Blob([data.frame], {type: 'text/javascript'})",
    # Files of its own folder, and what lies outside of all of these.
    "page/parts.js: new URL(file, import.meta.url)",
}


@dataclass(frozen=True)
class Edge:
    """A file names another."""

    source: str
    target: str
    by_url: bool

    def __str__(self) -> str:
        return f"{self.source} {'starts' if self.by_url else 'imports'} {self.target}"


@dataclass(frozen=True)
class Folder:
    """A row of the table."""

    imports: set[str]
    starts: set[str]
    holds: str


def table() -> dict[str, Folder]:
    """The table in CONTRIBUTING.md."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    names = re.compile(r"`(\w+)/`")
    return {
        folder: Folder(set(names.findall(imports)), set(names.findall(starts)), holds)
        for folder, _, imports, starts, holds in _ROW.findall(text.partition("### The folders of the runner")[2])
    }


FILES = {
    path.relative_to(RUNNER).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(RUNNER.rglob("*.*js"))
    if path.suffix in {".js", ".mjs"} and path.relative_to(RUNNER).parts[0] != "vendor"
}


def folder_of(name: str) -> str:
    """The folder of a file."""
    return name.split("/")[0]


def edges(source: str, text: str) -> set[Edge]:
    """What a file names by a path."""
    found = set()
    for match in _NAMED.finditer(text):
        target = (RUNNER / source).parent.joinpath(match["path"]).resolve()
        name = target.relative_to(RUNNER).as_posix() if target.is_relative_to(RUNNER) else target.name
        found.add(Edge(source, name, match["how"].startswith(("new", "here", "import.meta"))))
    return found


def is_allowed(edge: Edge, folders: dict[str, Folder]) -> bool:
    """As the table says; files are loaded by URL from what is no folder of it."""
    source, target = folder_of(edge.source), folder_of(edge.target)
    if target == source:
        return True
    if not edge.by_url:
        return target in folders[source].imports
    if target == "docs":
        return source == "page"  # where the site is
    return target in folders[source].starts | DATA.get(source, set())


def test_each_folder_is_in_the_table() -> None:
    """And each file in a folder."""
    assert {folder_of(name) for name in FILES} == set(table())


def test_no_file_imports_what_its_folder_may_not() -> None:
    """The table is what the code does."""
    folders = table()
    found = {edge for name, text in FILES.items() for edge in edges(name, text)}
    assert [str(edge) for edge in found if not is_allowed(edge, folders)] == []
    started = {(folder_of(edge.source), folder_of(edge.target)) for edge in found if edge.by_url}
    assert {(folder, target) for folder, row in folders.items() for target in row.starts} <= started


@pytest.mark.parametrize(
    ("source", "text", "says"),
    [
        ("page/x.js", 'import {a} from "../process/worker.js";', "page/x.js imports process/worker.js"),
        ("page/x.js", 'import {\n  a,\n  b,\n} from "../machine/jobs.js";', "page/x.js imports machine/jobs.js"),
        ("machine/x.js", 'await import("../process/disk.js")', "machine/x.js imports process/disk.js"),
        ("machine/x.js", '/** @type {import("../process/disk.js").Disk} */', "machine/x.js imports process/disk.js"),
        ("shared/x.js", 'export * from "../page/status.js";', "shared/x.js imports page/status.js"),
        ("process/x.js", 'import "../page/index.js";', "process/x.js imports page/index.js"),
        ("frame/x.js", 'new URL("../process/worker.js", import.meta.url)', "frame/x.js starts process/worker.js"),
        ("process/x.js", "new Worker('../machine/machine.js')", "process/x.js starts machine/machine.js"),
        ("machine/x.js", "new URL('../..', import.meta.url)", "machine/x.js starts docs"),
    ],
)
def test_what_is_not_allowed_is_named(source: str, text: str, says: str) -> None:
    """By every way of importing."""
    assert [str(edge) for edge in edges(source, text) if not is_allowed(edge, table())] == [says]


def test_paths_are_written_where_they_are_used() -> None:
    """Or this test would not see them."""
    computed = {f"{name}: {found}" for name, text in FILES.items() for found in _COMPUTED.findall(text)}
    assert computed <= COMPUTED


def test_no_imports_go_round() -> None:
    """Types included."""
    graph = {name: {edge.target for edge in edges(name, text) if not edge.by_url} for name, text in FILES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" ← ".join(error.args[1]))


def test_files_are_short() -> None:
    """One that has grown is split, by meaning."""
    lines = {name: len(text.splitlines()) for name, text in FILES.items()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_all_that_is_exported_is_imported() -> None:
    """What nobody uses goes. CodeMirror's names are used as properties of the bundle."""
    exported = re.compile(r"^export (?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
    bundled = re.compile(r"^export \{([^}]*)\}", re.MULTILINE)
    unused = []
    for name, text in FILES.items():
        names = {each: rf"\b{each}\b" for each in exported.findall(text)}
        for listed in bundled.findall(text):
            for each in re.findall(r"\w+", listed):
                cm = rf"\bcm\.{each}\b|\b{each}\b.*\}} = cm\b"
                names[each] = cm if "codemirror" in name else rf"\b{each}\b"
        others = "\n".join(other for each, other in FILES.items() if each != name)
        beside = [*(ROOT / "tests").glob("*/*.mjs"), *(ROOT / "docs" / "offline").glob("*.js")]
        others += "\n".join(path.read_text(encoding="utf-8") for path in beside)
        unused += [f"{name}: {each}" for each, use in names.items() if not re.search(use, others)]
    assert unused == []


@pytest.mark.parametrize("folder", table())
def test_a_folder_says_what_it_holds(folder: str) -> None:
    """Its README begins with the words of the table, and names files that there are."""
    text = (RUNNER / folder / "README.md").read_text(encoding="utf-8")
    assert " ".join(text.split("\n\n")[0].split()) == table()[folder].holds
    named = re.findall(r"`([\w./-]+\.(?:m?js|py))`", text)
    assert [name for name in named if not (RUNNER / folder / name).resolve().is_file()] == []


def test_the_linter_knows_what_each_folder_has() -> None:
    """A page has a document and a worker has none; what both use must have neither's own."""
    script = """
        import {ESLint} from "eslint";
        const eslint = new ESLint({overrideConfigFile: "tests/eslint.config.mjs"});
        const text = "document; window; FileReaderSync; importScripts; self; fetch; Worker; process;";
        const unknown = {};
        for (const folder of ["page", "frame", "process", "machine", "shared", "timeline"]) {
          const [{messages}] = await eslint.lintText(text, {filePath: `docs/runner/${folder}/x.js`});
          const undefinedNames = messages.filter(({ruleId}) => ruleId === "no-undef");
          unknown[folder] = undefinedNames.map(({message}) => message.split("'")[1]);
        }
        console.log(JSON.stringify(unknown));
    """
    assert evaluate(script) == {
        "page": ["FileReaderSync", "importScripts", "process"],
        "frame": ["FileReaderSync", "importScripts", "process"],
        "process": ["document", "window", "process"],
        "machine": ["document", "window", "process"],
        "shared": ["document", "window", "FileReaderSync", "importScripts", "process"],
        "timeline": ["document", "window", "FileReaderSync", "importScripts", "self", "fetch", "Worker", "process"],
    }

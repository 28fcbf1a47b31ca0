"""The kernel's packages import only downwards: what a package may know stands in docs/runner/kernel/__init__.py."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from interleave_site.snippet import ROOT

KERNEL = ROOT / "docs" / "runner" / "kernel"
LONGEST = 400


def order(text: str) -> list[str]:
    """The packages, the lowest first, as the table in the kernel's docstring has them."""
    return re.findall(r"^    (\w+) {2,}\S", text, re.MULTILINE)


def edges(path: Path, kernel: Path) -> Iterator[tuple[str, str, int]]:
    """The imports of a module, wherever they stand: the module, what it imports of the kernel's, the line."""
    parts = path.relative_to(kernel).with_suffix("").parts
    package = parts if parts[-1] == "__init__" else parts[:-1]
    name = ".".join(parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = package[: len(package) - node.level + 1] + tuple((node.module or "").split(".") if node.module else ())
        for alias in node.names:
            target = kernel.joinpath(*base, alias.name)
            is_module = target.with_suffix(".py").exists() or target.is_dir()
            yield name, ".".join((*base, alias.name) if is_module else base), node.lineno


def problems(kernel: Path) -> list[str]:
    """Imports that go up, circles of modules, files that are too long, packages that the table lacks."""
    layers = order((kernel / "__init__.py").read_text(encoding="utf-8"))
    tops = {path.stem for path in kernel.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    found = [f"the table in __init__.py has {layers}, and there are {sorted(tops - {'__init__'})}"]
    if set(layers) == tops - {"__init__"} and len(layers) == len(set(layers)):
        found.clear()
    graph: dict[str, set[str]] = {}
    for path in sorted(kernel.rglob("*.py")):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LONGEST:
            found.append(f"{path.relative_to(kernel)} has {lines} lines, and {LONGEST} are the limit")
        for importer, imported, line in edges(path, kernel):
            graph.setdefault(importer, set()).add(imported)
            own, other = importer.partition(".")[0], imported.partition(".")[0]
            if own != other and own in layers and other in layers and layers.index(other) > layers.index(own):
                found.append(f"{importer} imports {imported} (line {line}): {other} stands above {own}")
    return found + [" -> ".join(circle) for circle in circles(graph)]


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Modules that import each other in a circle."""
    found: list[list[str]] = []
    done: set[str] = set()

    def visit(module: str, path: list[str]) -> None:
        if module in path:
            found.append([*path[path.index(module) :], module])
            return
        if module in done:
            return
        for imported in sorted(graph.get(module, ())):
            visit(imported, [*path, module])
        done.add(module)

    for module in sorted(graph):
        visit(module, [])
    return found


def test_the_kernel() -> None:
    """No import goes up, no circle, no file of more than 400 lines, no package that the table lacks."""
    assert problems(KERNEL) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("from ..high import thing\n", "low.module imports high.thing (line 1): high stands above low"),
        (
            "def f():\n    from ..high.thing import name\n",
            "low.module imports high.thing (line 2): high stands above low",
        ),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .. import high\n",
            "low.module imports high (line 3): high stands above low",
        ),
        ("from . import other\n", "low.module -> low.other -> low.module"),
        ("x = 1\n" * (LONGEST + 1), "low/module.py has 401 lines, and 400 are the limit"),
    ],
)
def test_what_is_found(tmp_path: Path, text: str, problem: str) -> None:
    """An edge is named, wherever the import stands: at the top, in a function, for types only."""
    for name, content in {
        "__init__.py": '"""A kernel.\n\n    low   the lower one\n    high  the upper one\n"""\n',
        "low/__init__.py": "",
        "low/module.py": text,
        "low/other.py": "from . import module\n",
        "high/__init__.py": "",
        "high/thing.py": "",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    assert problems(tmp_path) == [problem]


def _first_paragraph(path: Path) -> str:
    documentation = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(documentation.partition("\n\n")[0].split())


def test_the_table_for_contributors() -> None:
    """CONTRIBUTING.md has the packages in their order, each with what its own docstring says first."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("### The packages of the kernel")[2].partition("\n###")[0]
    rows = re.findall(r"^\| `([\w.]+)/?` \| (.*) \|$", section, re.MULTILINE)
    expected = []
    for name in order((KERNEL / "__init__.py").read_text(encoding="utf-8")):
        package = KERNEL / name / "__init__.py"
        path = package if package.exists() else KERNEL / f"{name}.py"
        expected.append((name if package.exists() else path.name, _first_paragraph(path)))
    assert rows == expected


def test_the_figure_for_readers() -> None:
    """README.md has the folders of the runner, and the packages from the highest to the lowest."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    figure = text.partition("```text\n")[2].partition("```")[0]
    for folder in ("page", "machine", "process", "shared"):
        assert re.search(rf"^ *{folder}/", figure, re.MULTILINE), folder
    layers = figure.partition("kernel/")[2].split()
    shown = [name for name in layers if name in order((KERNEL / "__init__.py").read_text(encoding="utf-8"))]
    assert shown == order((KERNEL / "__init__.py").read_text(encoding="utf-8"))[::-1]


def test_files_that_comments_name_are_there() -> None:
    """A module that has moved is named where it is now."""
    named = re.compile(r"\bkernel/([\w/]+\.py)")
    folders = [ROOT / "docs" / "runner" / name for name in ("page", "machine", "process", "shared", "kernel")]
    for path in sorted(
        path for folder in folders for path in folder.rglob("*") if path.suffix in (".js", ".md", ".py")
    ):
        for module in named.findall(path.read_text(encoding="utf-8")):
            assert (KERNEL / module).exists(), f"{path.relative_to(ROOT)} names kernel/{module}"

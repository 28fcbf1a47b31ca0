"""A program of the guide: the file, its metadata, and what a page needs to know about it."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
SNIPPETS = ROOT / "snippets"

# Python in the tab: Pyodide 314.0.7.
TAB_PYTHON = (3, 14)
_TAB_WHEELS = ROOT / "requirements" / "tab.txt"

_PEP_723 = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
_MARKER = re.compile(r"^\s*# --8<-- \[(?P<kind>start|end):(?P<name>[\w-]+)\]\s*$")


class SnippetError(Exception):
    """Something is wrong with a program or with how a page names it. The message says what, where and what to do."""


@dataclass(frozen=True)
class Snippet:
    """A file in `snippets/`."""

    path: Path

    @classmethod
    def find(cls, name: str) -> "Snippet":
        """The program that a page names. Raises SnippetError if there is no such file in `snippets/`."""
        path = (SNIPPETS / name).resolve()
        if not path.is_relative_to(SNIPPETS):
            raise SnippetError(f"src={name!r} lies outside snippets/. Name a file below it, such as learn/tasks/x.py")
        if path.suffix != ".py" or not path.is_file():
            raise SnippetError(f"snippets/{name} does not exist. Create it, or correct src{_near(path)}")
        return cls(path)

    @property
    def name(self) -> str:
        """The path below `snippets/`."""
        return self.path.relative_to(SNIPPETS).as_posix()

    @cached_property
    def source(self) -> str:
        """The file's text."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file. Raises SnippetError if it isn't valid Python."""
        with self._says_where():
            return ast.parse(self.source)

    @property
    def _parsed(self) -> "_Parsed":
        with self._says_where():
            return _parse(self.source)

    @contextmanager
    def _says_where(self) -> Iterator[None]:
        try:
            yield
        except SyntaxError as error:
            raise SnippetError(f"snippets/{self.name}:{error.lineno} is not valid Python: {error.msg}") from error

    @property
    def title(self) -> str:
        """The first line of the docstring. Raises SnippetError if there is none, and like `tree`."""
        docstring = self._parsed.docstring
        if not docstring:
            raise SnippetError(f"snippets/{self.name} has no docstring. Its first line is the title: write one")
        return docstring.splitlines()[0].rstrip(".")

    @property
    def docstring_lines(self) -> range:
        """The numbers of the docstring's lines. Raises SnippetError like `tree`."""
        return self._parsed.docstring_lines

    @property
    def transcript_path(self) -> Path:
        """The path of the recorded output."""
        return self.path.with_suffix(".out")

    @property
    def transcript(self) -> str | None:
        """The recorded output; None for a program that can't be run on the maintainers' machines.

        Raises SnippetError if it was never recorded.
        """
        if not self.transcript_path.is_file():
            if self.rarities:
                return None
            raise SnippetError(
                f"snippets/{self.name} has no transcript. Run it once: "
                f'make test ARGS="--update-examples -k {self.path.stem}"'
            )
        return self.transcript_path.read_bytes().decode()  # text mode would convert a lone carriage return

    @property
    def trace_path(self) -> Path:
        """The path of a run's trace, which may not exist."""
        return self.path.with_suffix(".trace.jsonl")

    @property
    def trace(self) -> str | None:
        """The recorded trace, from which its timeline is drawn; None for a program without."""
        return self.trace_path.read_text(encoding="utf-8") if self.trace_path.is_file() else None

    @classmethod
    def of_trace(cls, path: Path) -> "Snippet":
        """The program of a trace."""
        return cls(path.with_name(path.name.removesuffix(".trace.jsonl") + ".py"))

    @cached_property
    def metadata(self) -> dict[str, object]:
        """The PEP 723 block, empty if there is none. Raises SnippetError if it can't be read."""
        blocks = [match for match in _PEP_723.finditer(self.source) if match["type"] == "script"]
        if not blocks:
            return {}
        lines = blocks[0]["content"].splitlines()
        try:
            return tomllib.loads("\n".join(line[2:] for line in lines))
        except tomllib.TOMLDecodeError as error:
            raise SnippetError(f"snippets/{self.name}: its PEP 723 block is not valid TOML: {error}") from error

    @property
    def requires_python(self) -> tuple[int, int]:
        """The oldest Python that runs it. Raises SnippetError for a specifier of another form than >=3.N."""
        wanted = self.metadata.get("requires-python", ">=3.11")
        match = re.fullmatch(r">=\s*3\.(\d+)", str(wanted))
        if not match:
            raise SnippetError(f"snippets/{self.name}: requires-python = {wanted!r}. Write it as >=3.N")
        return 3, int(match[1])

    @property
    def dependencies(self) -> list[str]:
        """The distributions that the program needs."""
        found = self.metadata.get("dependencies", [])
        return [str(entry) for entry in found] if isinstance(found, list) else []

    @property
    def free_threaded(self) -> bool:
        """Whether it is about a build without the global interpreter lock (`[tool.interleave] free-threaded = true`).

        Raises SnippetError for an unknown key in that table.
        """
        tool = self.metadata.get("tool", {})
        own = tool.get("interleave", {}) if isinstance(tool, dict) else {}
        unknown = sorted(set(own) - {"free-threaded"})
        if unknown:
            raise SnippetError(f"snippets/{self.name}: [tool.interleave] has no key {unknown[0]!r}, only free-threaded")
        return bool(own.get("free-threaded", False))

    @property
    def modules(self) -> frozenset[str]:
        """The imported modules, and the names imported from them, with dots. Raises SnippetError like `tree`."""
        return self._parsed.modules

    @property
    def opens_window(self) -> bool:
        """Whether it needs tkinter and a display."""
        return any(module.partition(".")[0] == "tkinter" for module in self.modules)

    @property
    def rarities(self) -> list[str]:
        """Requirements that even a machine with the guide's Python and dependencies lacks, in words."""
        found = []
        if self.requires_python > TAB_PYTHON:
            found.append("Python {}.{}".format(*self.requires_python))
        if self.free_threaded:
            found.append("a free-threaded build")
        if self.opens_window:
            found.append("tkinter and a display")
        return found

    @property
    def needs(self) -> list[str]:
        """Requirements that the tab lacks, in words; empty for a program that runs live."""
        names = {canonicalize_name(Requirement(dependency).name) for dependency in self.dependencies}
        return self.rarities + sorted(names - tab_wheels())

    @property
    def local_modules(self) -> list[Path]:
        """The files in its folder that it imports, directly or indirectly."""
        found: set[Path] = set()
        more = [self]
        while more:
            names = {module.partition(".")[0] for module in more.pop().modules}
            paths = {path for name in names if (path := self.path.with_name(f"{name}.py")).is_file()}
            more += [Snippet(path) for path in paths - found]
            found |= paths
        return sorted(found)

    def lines(self, wanted: str | None, section: str | None) -> tuple[int, list[str]]:
        """The lines to show and the number of the first. Raises SnippetError if there are no such lines."""
        every = self.source.splitlines()
        first, last = 1, len(every)
        if wanted is not None:
            first, last = self.numbers(wanted)[0], self.numbers(wanted)[-1]
        elif section is not None:
            first, last = self.section(section)
        return first, every[first - 1 : last]

    def numbers(self, text: str) -> list[int]:
        """Parse line numbers such as "3-9 12". Raises SnippetError if that fails or the file is shorter."""
        found: list[int] = []
        for part in text.replace(",", " ").split():
            match = re.fullmatch(r"(\d+)(?:-(\d+))?", part)
            if not match:
                raise SnippetError(f"{part!r} is no line number or range of a program. Write it as 3 or 3-9")
            found += range(int(match[1]), int(match[2] or match[1]) + 1)
        total = len(self.source.splitlines())
        if not found or min(found) < 1 or max(found) > total:
            raise SnippetError(f"lines {text!r} are not in snippets/{self.name}, which has {total}")
        return found

    def section(self, name: str) -> tuple[int, int]:
        """The first and last line between a section's markers. Raises SnippetError if they aren't there."""
        marks: dict[str, int] = {}
        for number, line in enumerate(self.source.splitlines(), 1):
            if (match := _MARKER.match(line)) and match["name"] == name:
                marks[match["kind"]] = number
        if marks.keys() != {"start", "end"} or marks["end"] <= marks["start"] + 1:
            raise SnippetError(
                f"snippets/{self.name} has no section {name!r}. Mark it with # --8<-- [start:{name}] and [end:{name}]"
            )
        return marks["start"] + 1, marks["end"] - 1

    def highlighted(self, hl: str) -> list[int]:
        """The lines that an `hl` key names: numbers, section:NAME or text:TEXT. Raises SnippetError if none match."""
        if hl.startswith("section:"):
            first, last = self.section(hl.removeprefix("section:"))
            return list(range(first, last + 1))
        if hl.startswith("text:"):
            text = hl.removeprefix("text:")
            # Skip the docstring, which may mention the text: a line of code is meant.
            lines = enumerate(self.source.splitlines(), 1)
            found = [number for number, line in lines if text in line and not line.startswith('"""')]
            if not found:
                raise SnippetError(f"hl={hl!r}: no line of snippets/{self.name} contains that text")
            return found
        return self.numbers(hl)


class _Parsed(NamedTuple):
    docstring: str | None
    docstring_lines: range
    modules: frozenset[str]


# Each page, list and test asks again, of a snippet of its own: most of that time would be spent on parsing.
@lru_cache(maxsize=2048)
def _parse(source: str) -> _Parsed:
    tree = ast.parse(source)
    docstring = ast.get_docstring(tree)
    first = tree.body[0] if docstring is not None else None
    lines = range(first.lineno, (first.end_lineno or first.lineno) + 1) if first else range(0)
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return _Parsed(docstring, lines, frozenset(found))


@cache
def tab_wheels() -> set[str]:
    """The distributions that a program in the tab may depend on."""
    return set(re.findall(r"(?m)^([\w.-]+)==", _TAB_WHEELS.read_text(encoding="utf-8")))


def is_marker(line: str) -> bool:
    """Whether a line marks a section. Such lines are not shown."""
    return _MARKER.match(line) is not None


def every_snippet() -> list[Snippet]:
    """All programs: the files in `snippets/` that print something, so not the recipes' modules."""
    modules = {module for path in (SNIPPETS / "recipes").glob("*.py") for module in Snippet(path).local_modules}
    return [Snippet(path) for path in sorted(SNIPPETS.rglob("*.py")) if path not in modules]


def _near(path: Path) -> str:
    siblings = sorted(other.name for other in path.parent.glob("*.py")) if path.parent.is_dir() else []
    return f". Beside it are: {', '.join(siblings)}" if siblings else ""


def shadows_standard_library(snippet: Snippet) -> bool:
    """Whether the file's name hides a standard module from its siblings."""
    return snippet.path.stem in sys.stdlib_module_names

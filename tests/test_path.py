"""The path through Learn: no program uses a construct before the page that explains it.

The path is the navigation: the pages of Learn in their order. The tracks Threads and Processes each continue from its
last page.
A page names what it explains in its front matter (`explains`), from where "Programs by construct" links to it.
CONTRIBUTING.md says what readers bring with them: all names and statements that `_tracked` leaves out.
"""

import ast
import asyncio
import concurrent.futures
import functools
import io
import queue
import re
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import GeneratorType, ModuleType

import pytest
from interleave_site.constructs import used
from interleave_site.pages import FENCE, Page, every_page
from interleave_site.snippet import Snippet

LEARN = [page for page in every_page() if page.part == "Learn"]
TRACKS = {name: [page for page in every_page() if page.part == name] for name in ("Threads", "Processes")}
PAGES = LEARN + [page for pages in TRACKS.values() for page in pages]

# Programs that use a construct before the page that explains it, and why.
EXCEPTIONS = {
    "processes/messages/joinable_queue.py": {"multiprocessing.Value": "a counter; two pages on, a page explains it"},
    "processes/process_pools/cancel_what_has_not_started.py": {"threading.Timer": "the other track explains it"},
    "processes/process_pools/chunksize_counts_messages.py": {"concurrent.futures.Future": "what submit() returns"},
    "processes/shared_state/killed_while_it_holds_the_lock.py": {".kill": "Process life has it, as a text for getattr"},
    "threads/free_threading/locked_iterator.py": {
        "__iter__": "an iterator by hand; the program's docstring and the page say what it does",
        "__next__": "the same",
        "yield from": "the shortest generator",
    },
    "threads/thread_pools/to_thread_waits_for_to_thread.py": {
        "asyncio.run_coroutine_threadsafe": "the page says what it leads to; How-to explains it",
    },
}

# What of the standard library this guide is about. The rest is the reader's own: time, os, sys and so on.
_MODULES = ("asyncio", "collections.abc", "concurrent", "contextvars", "multiprocessing", "queue", "threading")
_SYNTAX = {
    "# /// script", ":=", "async def", "async for", "async generator", "async with", "await", "except*", "match",
    "yield", "yield from", "ExceptionGroup", "BaseExceptionGroup", "__name__",
}  # fmt: skip
_PLAIN_DECORATORS = {"@classmethod", "@dataclass", "@property", "@setter", "@staticmethod"}
# The types of what multiprocessing.Event() and its like make, for annotations.
_TYPES = re.compile(r"^multiprocessing\.(?:synchronize|queues)\.")
# A method that one of these has as well tells nothing of the object that it is called on.
_PLAIN = (BaseException, OSError, GeneratorType, Path, bytes, deque, dict, float, int, io.TextIOWrapper, list, set, str)


def _methods(*modules: ModuleType) -> dict[str, set[str]]:
    """The public methods of the modules' classes, as constructs.used has them, and the classes of each."""
    plain = {name for kind in _PLAIN for name in dir(kind)}
    found: dict[str, set[str]] = {}
    for module in modules:
        for name in module.__all__:
            kind = getattr(module, name)
            if isinstance(kind, type) and not issubclass(kind, BaseException):
                for method in set(dir(kind)) - plain:
                    if not method.startswith("_"):
                        found.setdefault(f".{method}", set()).add(f"{module.__name__}.{name}")
    return found


METHODS = _methods(asyncio, concurrent.futures, queue, threading)


def _method(entry: str) -> str:
    """`.cancel` for an entry such as `Task.cancel`, or nothing for the name of a module or for syntax."""
    owner, _, name = entry.partition(".")
    return f".{name}" if name.isidentifier() and owner[:1].isupper() else ""


@functools.cache
def _used(program: Snippet) -> set[str]:
    return {_TYPES.sub("multiprocessing.", name) for name in used(program)}


def _tracked(program: Snippet) -> set[str]:
    """The constructs of a program that a page has to explain."""
    functions = [node for node in ast.walk(program.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    own = {f".{function.name}" for function in functions}

    def is_tracked(name: str) -> bool:
        if name.startswith("."):
            return name in METHODS and name not in own
        if name in _SYNTAX or re.fullmatch(r"__\w+__", name):
            return name != "__file__"
        if name.startswith("@"):
            return name not in _PLAIN_DECORATORS
        module = name.partition(".")[0]
        return "." in name and (name.startswith(_MODULES) or module not in sys.stdlib_module_names)

    return set(filter(is_tracked, _used(program)))


def _covers(entry: str, construct: str) -> bool:
    """Whether an entry is a construct, or has it below it: a module its functions, a class its methods."""
    return construct == entry or construct.startswith(f"{entry}.")


def _explaining(construct: str, pages: Sequence[Page]) -> Iterator[Page]:
    """The pages that explain a construct. A method that no entry names belongs to its class."""
    named = [construct]
    if construct.startswith("."):
        if own := [page for page in pages if any(_method(entry) == construct for entry in page.explains)]:
            yield from own
            return
        named = sorted(METHODS[construct])
    yield from (page for page in pages if any(_covers(entry, name) for entry in page.explains for name in named))


def _early(path: Sequence[Page]) -> Iterator[tuple[Page, Snippet, str, str]]:
    """The uses of constructs that a later page of the path explains, or none."""
    for place, page in enumerate(path):
        for program in page.programs():
            for construct in sorted(_tracked(program)):
                explained = next(_explaining(construct, path), None)
                if explained is None:
                    yield page, program, construct, "no page explains it"
                elif path.index(explained) > place:
                    yield page, program, construct, f"{explained.source} explains it"


def _path(page: Page) -> list[Page]:
    return LEARN + TRACKS.get(page.part, [])


@functools.cache
def _too_early() -> list[tuple[Page, Snippet, str, str]]:
    """What _early finds on both paths. A page of Learn may be in it twice."""
    return [found for track in TRACKS.values() for found in _early(LEARN + track)]


def _is_exception(program: Snippet, construct: str) -> bool:
    return any(_covers(entry, construct) for entry in EXCEPTIONS.get(program.name, ()))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.source)
def test_no_program_uses_what_only_a_later_page_explains(page: Page) -> None:
    """What it uses is explained on its page or before; what isn't is in the list of exceptions."""
    early = {
        f"{program.name} uses {construct}: {where}"
        for at, program, construct, where in _too_early()
        if at == page and not _is_exception(program, construct)
    }
    assert not early, "move or rewrite the programs, or explain these names and list them in the page's `explains`"


def test_every_exception_is_one() -> None:
    """The list shrinks when a program no longer needs it."""
    for name, constructs in EXCEPTIONS.items():
        for entry in constructs:
            assert any(program.name == name and _covers(entry, construct) for _, program, construct, _ in _too_early())


def test_a_path_in_another_order_fails() -> None:
    """The check sees something: backwards, the pages of Learn use all this too early."""
    early = {construct for _, _, construct, _ in _early(LEARN[::-1])}
    assert {"asyncio.TaskGroup", "async with", "asyncio.create_task", ".cancel", "threading.Thread"} <= early


def _code(markdown: str) -> str:
    """The headings and the code in sentences, one a line."""
    return "\n".join(re.findall(r"(?m)^#+ .*$", markdown) + re.findall(r"``? ?([^`]+?) ?``?", markdown))


def _names(entry: str, markdown: str) -> bool:
    """Whether a text names a construct: in its code or headings, or anywhere if the construct is words."""
    word = entry if entry in _SYNTAX else entry.rpartition(".")[2].removeprefix("@")
    if entry == "async generator":
        return entry in markdown
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", _code(markdown)) is not None


def _prose_until(page: Page, program: Snippet) -> str:
    """The page's text down to the end of the section that shows a program, without fences."""
    fence = next(fence for fence in FENCE.finditer(page.body) if f'"{program.name}"' in fence["keys"])
    heading = re.compile(r"(?m)^#+ ").search(page.body, fence.end())
    text: str = FENCE.sub("", page.body[: heading.start() if heading else None])
    return text


@pytest.mark.parametrize("page", [page for page in every_page() if page.explains], ids=lambda page: page.source)
def test_page_explains_what_it_lists(page: Page) -> None:
    """Each entry is used by a program of the page, and named in the text no later than in that program's section.

    On the first page of the path that explains it, that holds for the first program; elsewhere, for one of them.
    """
    programs = [(program, _used(program)) for program in page.programs()]
    for entry in page.explains:
        name = _method(entry) or entry
        using = [program for program, names in programs if any(_covers(name, used) for used in names)]
        assert using, f"no program of the page uses {entry}: take it out of `explains`"
        first = page in PAGES and next(p for p in _path(page) if entry in p.explains) == page
        named = [_names(entry, _prose_until(page, program)) for program in using]
        assert named[0] if first else any(named), f"{using[0].name} uses {entry} before the text names it"

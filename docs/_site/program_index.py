"""The superfences fence ``` { .programs }: an index of all programs by the construct that they use."""

import ast
from html import escape
from typing import Any

from pymdownx.superfences import SuperFencesException

from .fence import Links, validate_without_keys
from .pages import every_page
from .snippet import Snippet, SnippetError
from .unsearched import UNSEARCHED

# What readers look for: names that programs use, by subject.
CONSTRUCTS = {
    "Tasks, timeouts and waiting": (
        "asyncio.run", "Runner", "create_task", "TaskGroup", "gather", "wait", "as_completed", "wait_for", "timeout",
        "sleep", "shield", "uncancel", "ExceptionGroup", "except*",
    ),
    "Locks, queues and context": (
        "Lock", "Semaphore", "Event", "Condition", "Barrier", "Queue", "PriorityQueue", "ContextVar", "Future",
    ),
    "Async iteration and context managers": (
        "async for", "async with", "aclosing", "AsyncExitStack", "asynccontextmanager",
    ),
    "Threads": (
        "Thread", "excepthook", "threading.local", "RLock", "Timer", "SimpleQueue", "task_done", "ShutDown",
        "ThreadPoolExecutor", "to_thread", "run_in_executor", "run_coroutine_threadsafe", "call_soon_threadsafe",
    ),
    "Processes and interpreters": (
        "Process", "get_context", "Pipe", "ProcessPoolExecutor", "Pool", "SharedMemory", "Manager",
        "InterpreterPoolExecutor", "interpreters", "create_subprocess_exec",
    ),
    "Network": (
        "start_server", "open_connection", "ClientSession", "ClientTimeout", "TCPConnector", "Application",
        "WebSocketResponse", "TestServer", "DefaultSelector",
    ),
    "Signals and errors": ("add_signal_handler", "set_exception_handler", "CancelledError", "capture_call_graph"),
}  # fmt: skip
_UNFOLDED = 12  # lines of a list
validate = validate_without_keys
_SYNTAX: dict[type[ast.AST], str] = {ast.TryStar: "except*", ast.AsyncFor: "async for", ast.AsyncWith: "async with"}


def constructs(snippet: Snippet) -> set[str]:
    """The names and kinds of statements that a program uses."""
    found: set[str] = set()
    for node in ast.walk(snippet.tree):
        if type(node) in _SYNTAX:
            found.add(_SYNTAX[type(node)])
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
            if isinstance(node.value, ast.Name):
                found.add(f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.Name):
            found.add(node.id)
    return found


def format_index(source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **kwargs: Any) -> str:
    """The HTML of the index. Raises SuperFencesException, which ends the build, if a program can't be read."""
    try:
        return render(Links(md))
    except SnippetError as error:
        raise SuperFencesException(f"the index of programs: {error}") from error


def render(links: Links) -> str:
    """A list per construct; a construct that no program uses is a mistake in the table above.

    docs/programs.js adds a field that filters. Excluded from the search, which would find everything here.
    """
    shown = [(page, snippet, constructs(snippet)) for page in every_page() for snippet in page.programs()]
    # The shortest first: it shows the construct and little else.
    shown.sort(key=lambda entry: len(entry[1].source))
    parts = []
    for subject, names in CONSTRUCTS.items():
        parts.append(f"<h2>{escape(subject)}</h2>")
        for name in names:
            lines: dict[str, str] = {}
            for page, snippet, used in shown:
                if name in used:
                    address = f"{links.href_of_page(page)}#{escape(snippet.path.name)}"
                    lines.setdefault(snippet.name, f'<li><a href="{address}">{escape(snippet.title)}</a></li>')
            if not lines:
                raise SnippetError(f"no program uses {name!r}. Take it out of CONSTRUCTS ({__name__})")
            parts.append(_folded(f"<code>{escape(name)}</code> ({len(lines)})", list(lines.values())))
    return f'<section class="programs" {UNSEARCHED}>{"".join(parts)}</section>'


def _folded(summary: str, lines: list[str]) -> str:
    """A list to unfold; what is beyond its first lines is folded again."""
    more = lines[_UNFOLDED:]
    listed = f"<ul>{''.join(lines[:_UNFOLDED])}</ul>"
    listed += _folded(f"{len(more)} more", more) if len(more) > _UNFOLDED else f"<ul>{''.join(more)}</ul>" * bool(more)
    return f"<details><summary>{summary}</summary>{listed}</details>"

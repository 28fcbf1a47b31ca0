"""The superfences fence ``` { .programs }: an index of all programs by the construct that they use."""

from html import escape
from typing import Any

from pymdownx.superfences import SuperFencesException

from .constructs import used, with_parts
from .fence import Links, validate_without_keys
from .pages import Page, every_page
from .snippet import SnippetError
from .unsearched import UNSEARCHED

# The names that readers look for, by subject.
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
_UNFOLDED = 12  # the most lines of a list that are shown unfolded
validate = validate_without_keys


def format_index(source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **kwargs: Any) -> str:
    """The HTML of the index. Raises SuperFencesException, which ends the build, if a program can't be read."""
    try:
        return render(Links(md))
    except SnippetError as error:
        raise SuperFencesException(f"the index of programs: {error}") from error


def render(links: Links) -> str:
    """A list per construct; a construct that no program uses is an error in the table above.

    docs/programs.js adds a field that filters. Excluded from the search, which would find everything here.
    """
    pages = [(page, {name for entry in page.explains for name in (entry, _last(entry))}) for page in every_page()]
    shown = [(page, snippet, with_parts(used(snippet))) for page, _ in pages for snippet in page.programs()]
    # The shortest first: it shows little else than the construct.
    shown.sort(key=lambda entry: len(entry[1].source))
    parts = []
    for subject, names in CONSTRUCTS.items():
        parts.append(f"<h2>{escape(subject)}</h2>")
        for name in names:
            lines: dict[str, str] = {}
            for page, snippet, names_used in shown:
                if name in names_used:
                    address = f"{links.href_of_page(page)}#{escape(snippet.path.name)}"
                    lines.setdefault(snippet.name, f'<li><a href="{address}">{escape(snippet.title)}</a></li>')
            if not lines:
                raise SnippetError(f"no program uses {name!r}. Take it out of CONSTRUCTS ({__name__})")
            explaining = [page for page, explained in pages if name in explained]
            summary = f"<code>{escape(name)}</code> ({len(lines)})"
            parts.append(_folded(summary, list(lines.values()), _explained(explaining, links)))
    place = '<div data-part="../../programs.js ../../programs.css"></div>'
    return f'{place}<section class="programs" {UNSEARCHED}>{"".join(parts)}</section>'


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _explained(pages: list[Page], links: Links) -> str:
    """Links to pages that explain a construct, or nothing."""
    named = (f'<a href="{links.href_of_page(page)}">{escape(page.title)}</a>' for page in pages)
    return f"<p>Explained in: {', '.join(named)}</p>" if pages else ""


def _folded(summary: str, lines: list[str], below: str = "") -> str:
    """A list to unfold; lines beyond the first few are folded again."""
    more = lines[_UNFOLDED:]
    listed = f"<ul>{''.join(lines[:_UNFOLDED])}</ul>"
    listed += _folded(f"{len(more)} more", more) if len(more) > _UNFOLDED else f"<ul>{''.join(more)}</ul>" * bool(more)
    return f"<details><summary>{summary}</summary>{listed}{below}</details>"

"""The superfences fence that shows a program: ``` { .snippet src="learn/tasks/x.py" }.

One plain function and a validator, so that mkdocs, properdocs and zensical all build the same page.
"""

import json
import signal
from html import escape, unescape
from itertools import groupby
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Any

from pymdownx.superfences import SuperFencesException

from . import timelines, wheels
from .goals import goal_of
from .pages import Page
from .snippet import ROOT, Snippet, SnippetError, is_marker
from .terminal import Run, Terminal, coloured
from .unsearched import UNSEARCHED

_STDERR, _EXIT = "stderr: ", "exit: "  # prefixes of lines in a transcript
_KEYS = {"src", "lines", "section", "hl", "timeline", "title"}


def validate(language: str, inputs: dict[str, Any], options: dict[str, Any], attrs: dict[str, Any], md: Any) -> bool:
    """Take the fence's keys. Raises SuperFencesException, which ends the build, for an unknown one."""
    unknown = sorted(set(inputs) - _KEYS)
    if unknown:
        raise SuperFencesException(
            f"{_page(md)}: a .snippet fence has no key {unknown[0]!r}. It takes {', '.join(sorted(_KEYS))}"
        )
    if not isinstance(inputs.get("src"), str):
        raise SuperFencesException(f'{_page(md)}: a .snippet fence needs src="<part>/<page>/<name>.py"')
    if "lines" in inputs and "section" in inputs:
        raise SuperFencesException(f"{_page(md)}: {inputs['src']}: give lines or section, not both")
    options.update({key: unescape(value) for key, value in inputs.items()})
    # Otherwise Markdown puts a <p> around the element, which the <div>s inside would end.
    if "py-snippet" not in md.block_level_elements:
        md.block_level_elements.append("py-snippet")
    return True


def validate_without_keys(
    language: str, inputs: dict[str, Any], options: dict[str, Any], attrs: dict[str, Any], md: Any
) -> bool:
    """Take a fence without keys. Raises SuperFencesException for any."""
    if inputs:
        raise SuperFencesException(f"{_page(md)}: a .{language} fence has no keys, and got {sorted(inputs)[0]!r}")
    if "py-snippet" not in md.block_level_elements:
        md.block_level_elements.append("py-snippet")
    return True


def format_snippet(source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **kwargs: Any) -> str:
    """The HTML of a fence. Raises SuperFencesException, which ends the build, if the program can't be shown."""
    try:
        if source.strip():
            raise SnippetError("the fence has text of its own. Leave it empty: the code comes from the file")
        return _render(Snippet.find(options["src"]), options, md)
    except SnippetError as error:
        raise SuperFencesException(f"{_page(md)}: .snippet src={options['src']!r}: {error}") from error
    except Exception as error:
        # superfences would swallow it, and the program would be missing from the page without an error.
        raise SuperFencesException(f"{_page(md)}: .snippet src={options['src']!r}: {error!r}") from error


def _render(snippet: Snippet, options: dict[str, Any], md: Any) -> str:
    numbers = _shown(snippet, options)
    lines = snippet.source.splitlines()
    code = "\n".join(lines[number - 1] for number in numbers)
    highlight = ""
    if "hl" in options:
        wanted = snippet.highlighted(options["hl"])
        highlight = " ".join(str(numbers.index(number) + 1) for number in wanted if number in numbers)
        if not highlight:
            raise SnippetError(f"hl={options['hl']!r} names lines that the fence doesn't show")
    links = Links(md)
    raw = f"snippets/{snippet.name}"
    title = escape(str(options.get("title", snippet.title)))
    anchor = _anchor(snippet, md)
    attributes = {
        "id": anchor,
        "data-snippet": links.final(raw),
        "data-name": snippet.path.name,
        "data-title": options.get("title", snippet.title),
        "data-source": snippet.source,
        "data-lines": ",".join(map(str, numbers)),
    }
    notes = ""
    if "lines" in options or "section" in options:
        notes += f'<span class="snippet-badge">lines {numbers[0]} to {numbers[-1]} of {len(lines)}</span>'
    if snippet.needs:
        attributes["data-needs"] = ", ".join(snippet.needs)
        notes += f'<span class="snippet-badge snippet-badge--machine">needs {", ".join(snippet.needs)}</span>'
    if not snippet.needs and (packages := wheels.needed(snippet)):
        attributes["data-packages"] = " ".join(packages)
    if goal := goal_of(snippet):
        attributes["data-goal"] = goal
    if snippet.local_modules:
        files = {path.name: links.final(path.relative_to(ROOT).as_posix()) for path in snippet.local_modules}
        attributes["data-files"] = json.dumps(files)
    written = " ".join(f'{name}="{attribute(value)}"' for name, value in attributes.items())
    return (
        # The element has its own Copy button, for the whole program; Material's would copy only the shown lines.
        f'<py-snippet {written} class="no-copy">'
        f'<div class="snippet-title"><span class="snippet-name">{title}</span>'
        f'<a class="snippet-anchor" href="#{anchor}" title="Link to this program" aria-label="Link to: {title}">#</a>'
        f"{notes}</div>"
        f"{highlighted(code, highlight, md)}"
        f'<p class="snippet-links" {UNSEARCHED}><a href="{links.href(raw)}" download>Download</a> '
        f'<a href="{links.href(raw)}">Raw file</a> <code>{escape(raw)}</code></p>'
        f"{_transcript(snippet)}"
        f"{timelines.rendered(snippet, anchor, options.get('timeline'))}"
        "</py-snippet>"
    )


def _shown(snippet: Snippet, options: dict[str, Any]) -> list[int]:
    """The numbers of the lines to show: the requested ones without markers, and without blank lines at both ends.

    The docstring's first line is shown as the title. If there is no more of it, the code begins below it.
    """
    first, lines = snippet.lines(options.get("lines"), options.get("section"))
    left_out = snippet.docstring_lines if len(snippet.docstring_lines) == 1 else range(0)
    numbers = [n for n, line in enumerate(lines, first) if not is_marker(line) and n not in left_out]
    blank = {number for number, line in enumerate(lines, first) if not line.strip()}
    while numbers and numbers[0] in blank:
        numbers.pop(0)
    while numbers and numbers[-1] in blank:
        numbers.pop()
    if not numbers:
        raise SnippetError("the lines that the fence names are blank, or the title alone")
    return numbers


def _anchor(snippet: Snippet, md: Any) -> str:
    """The element's id: the file's name, with a number if the page has shown it already.

    It contains a dot, so it never equals the id of a heading.
    """
    seen: dict[str, int] = md.__dict__.setdefault("shown_snippets", {})
    name = snippet.path.name
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"


def attribute(value: str) -> str:
    """Escape a text for an attribute's value."""
    # Line ends as references: the HTML of a fence must not hold blank lines, and attribute values keep them this way.
    return escape(value).replace("\n", "&#10;").replace("\t", "&#9;")


def highlighted(code: str, hl_lines: str, md: Any) -> str:
    """Python code as HTML; hl_lines are the numbers of marked lines, counted from its first."""
    fences = md.preprocessors["fenced_code_block"]
    fences.get_hl_settings()
    # superfences drops line numbers beyond the fence's own text, which is empty here.
    fences.line_count = code.count("\n") + 1
    options = {"hl_lines": hl_lines} if hl_lines else {}
    return str(fences.highlight(code, "python", options, md, classes=[], id_value="", attrs={}))


def _transcript(snippet: Snippet) -> str:
    recorded = snippet.transcript
    if recorded is None:
        needs = " and ".join(snippet.needs)
        return f'<p class="snippet-note">No output: this program needs {needs}, and was not run for this page.</p>'
    terminal = Terminal()
    for line in recorded.removesuffix("\n").split("\n"):
        stream = "stderr" if line.startswith(_STDERR) else "exit" if line.startswith(_EXIT) else "stdout"
        terminal.write(stream, line.removeprefix(_STDERR) + "\n")
    lines = [_transcript_line(runs) for runs in terminal.runs()[:-1]]
    # A blank line would end the raw HTML block for Markdown.
    text = "&#10;".join(lines)
    return (
        f'<div class="snippet-transcript" {UNSEARCHED}><p class="snippet-transcript-title">Output</p>'
        f'<pre tabindex="0"><code>{text}</code></pre></div>'
    )


def _transcript_line(runs: list[Run]) -> str:
    """A row of the screen as HTML, with standard error and the exit code marked."""
    line = ""
    for stream, stretch in groupby(runs, key=itemgetter(0)):
        text = "".join(map(coloured, stretch))
        mark = f'<span class="snippet-mark">{_STDERR}</span>' if stream == "stderr" else ""
        if stream == "exit":
            text = _exit(text)
        line += text if stream == "stdout" else f'<span class="snippet-{stream}">{mark}{text}</span>'
    return line


def _exit(line: str) -> str:
    """An exit code, with the name of the signal that it stands for in a shell."""
    number = int(line.removeprefix(_EXIT)) - 128
    names = {entry.value: entry.name for entry in signal.Signals}
    return f"{line} (128 + {number}: ended by {names[number]})" if number in names else line


def _page(md: Any) -> str:
    path = _source_path(md)
    return f"docs/{path}" if path else "a page"


def _source_path(md: Any) -> str | None:
    """The page's path below docs/, from what mkdocs or zensical registered for rewriting its links."""
    for name in ("relpath", "zrelpath"):
        if name in md.treeprocessors:
            processor = md.treeprocessors[name]
            return str(processor.file.src_uri) if name == "relpath" else str(processor.path)
    return None


class Links:
    """Links from a page to a file of the site that work under any sub-path."""

    def __init__(self, md: Any) -> None:
        self.page = _source_path(md)  # its path below docs/, None for text outside pages
        source = PurePosixPath(self.page or "index.md")
        depth = len(source.parent.parts)
        self._from_source = "../" * depth
        # With directory URLs, x.md is served as x/.
        self._from_url = "../" * (depth + (source.stem not in ("index", "README")))
        self._rewritten = "zrelpath" in md.treeprocessors

    def final(self, path: str) -> str:
        """A URL relative to the page's own, for attributes that builders leave alone."""
        return self._from_url + path

    def source(self, path: str) -> str:
        """The link to a file below docs/ in Markdown, or in its tree: both builders resolve it."""
        return self._from_source + path

    def href_of_page(self, page: Page) -> str:
        """The href to another page."""
        return self._from_source + page.source if self._rewritten else self._from_url + page.url

    def href(self, path: str) -> str:
        """The href to a file: zensical rewrites it relative to the source, mkdocs leaves it alone."""
        return (self._from_source if self._rewritten else self._from_url) + path

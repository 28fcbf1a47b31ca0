"""The superfences fence that shows a program: ``` { .snippet src="learn/tasks/x.py" }.

One plain function and a validator, so that mkdocs, properdocs and zensical all build the same page.
"""

import json
from html import escape, unescape
from itertools import groupby
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Any

from pymdownx.superfences import SuperFencesException

from .pages import Page
from .snippet import ROOT, Snippet, SnippetError, is_marker
from .terminal import Run, Terminal, coloured

_STDERR, _EXIT = "stderr: ", "exit: "  # what marks a line of a transcript
_KEYS = {"src", "lines", "section", "hl", "title"}


def validate(language: str, inputs: dict[str, Any], options: dict[str, Any], attrs: dict[str, Any], md: Any) -> bool:
    """Take the fence's keys. Raises SuperFencesException, which ends the build, for one that is unknown."""
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
    # Else Markdown puts a <p> around the element, which the <div>s inside would end.
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
        # superfences would swallow it, and the page would lose its program in silence.
        raise SuperFencesException(f"{_page(md)}: .snippet src={options['src']!r}: {error!r}") from error


def _render(snippet: Snippet, options: dict[str, Any], md: Any) -> str:
    first, shown = snippet.lines(options.get("lines"), options.get("section"))
    numbers = [number for number, line in enumerate(shown, first) if not is_marker(line)]
    code = "\n".join(line for line in shown if not is_marker(line)).strip("\n")
    while numbers and not snippet.source.splitlines()[numbers[0] - 1].strip():
        numbers.pop(0)
    highlight = ""
    if "hl" in options:
        wanted = snippet.highlighted(options["hl"])
        highlight = " ".join(str(numbers.index(number) + 1) for number in wanted if number in numbers)
        if not highlight:
            raise SnippetError(f"hl={options['hl']!r} names lines that the fence doesn't show")
    needs = snippet.needs
    badge = f"needs {', '.join(needs)}" if needs else "runs here"
    links = Links(md)
    raw = f"snippets/{snippet.name}"
    attributes = {
        "data-snippet": links.final(raw),
        "data-name": snippet.path.name,
        "data-title": options.get("title", snippet.title),
        "data-source": snippet.source,
        "data-lines": ",".join(map(str, numbers)),
    }
    if needs:
        attributes["data-needs"] = ", ".join(needs)
    if snippet.local_modules:
        files = {path.name: links.final(path.relative_to(ROOT).as_posix()) for path in snippet.local_modules}
        attributes["data-files"] = json.dumps(files)
    written = " ".join(f'{name}="{_attribute(value)}"' for name, value in attributes.items())
    return (
        # The element has a Copy of its own, of the whole program; Material's copies what is shown.
        f'<py-snippet class="no-copy" {written}>'
        f'<div class="snippet-title"><span class="snippet-name">{escape(str(attributes["data-title"]))}</span> '
        f'<span class="snippet-badge{" snippet-badge--machine" if needs else ""}">{badge}</span></div>'
        f"{_highlighted(code, highlight, md)}"
        f'<p class="snippet-links"><a href="{links.href(raw)}" download>Download</a> '
        f'<a href="{links.href(raw)}">Raw file</a> <code>{escape(raw)}</code></p>'
        f"{_transcript(snippet)}"
        "</py-snippet>"
    )


def _attribute(value: str) -> str:
    # Line ends as references: the HTML of a fence must not hold blank lines, and attribute values keep them this way.
    return escape(value).replace("\n", "&#10;").replace("\t", "&#9;")


def _highlighted(code: str, hl_lines: str, md: Any) -> str:
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
        '<div class="snippet-transcript"><p class="snippet-transcript-title">Output</p>'
        f'<pre tabindex="0"><code>{text}</code></pre></div>'
    )


def _transcript_line(runs: list[Run]) -> str:
    """A row of the screen; what of it was standard error, or is the exit code, is marked."""
    line = ""
    for stream, stretch in groupby(runs, key=itemgetter(0)):
        text = "".join(map(coloured, stretch))
        mark = f'<span class="snippet-mark">{_STDERR}</span>' if stream == "stderr" else ""
        line += text if stream == "stdout" else f'<span class="snippet-{stream}">{mark}{text}</span>'
    return line


def _page(md: Any) -> str:
    path = _source_path(md)
    return f"docs/{path}" if path else "a page"


def _source_path(md: Any) -> str | None:
    """The page's path below docs/, from what mkdocs or zensical registered to rewrite its links."""
    for name in ("relpath", "zrelpath"):
        if name in md.treeprocessors:
            processor = md.treeprocessors[name]
            return str(processor.file.src_uri) if name == "relpath" else str(processor.path)
    return None


class Links:
    """Links from a page to a file of the site that work under any sub-path."""

    def __init__(self, md: Any) -> None:
        self.page = _source_path(md)  # its path below docs/, None for text that is no page
        source = PurePosixPath(self.page or "index.md")
        depth = len(source.parent.parts)
        self._from_source = "../" * depth
        # With directory URLs, x.md is served as x/.
        self._from_url = "../" * (depth + (source.stem not in ("index", "README")))
        self._rewritten = "zrelpath" in md.treeprocessors

    def final(self, path: str) -> str:
        """A URL relative to the page's own, for attributes that no builder touches."""
        return self._from_url + path

    def source(self, path: str) -> str:
        """What to write in Markdown, or in its tree, for a file below docs/: both builders resolve it."""
        return self._from_source + path

    def href_of_page(self, page: Page) -> str:
        """What to write in an href to another page."""
        return self._from_source + page.source if self._rewritten else self._from_url + page.url

    def href(self, path: str) -> str:
        """What to write in an href: zensical rewrites it from the source's place, mkdocs leaves it alone."""
        return (self._from_source if self._rewritten else self._from_url) + path

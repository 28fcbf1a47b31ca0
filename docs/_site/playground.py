"""The superfences fence ``` { .playground }: an editor, and programs of the guide to start from.

Each line names one below `snippets/`. The element opens with the first. docs/playground.js makes a menu of all.
"""

from html import escape
from typing import Any

from pymdownx.superfences import SuperFencesException

from . import libraries
from .fence import Links, attribute, highlighted, validate_without_keys
from .pages import every_page
from .snippet import Snippet, SnippetError

validate = validate_without_keys


def format_playground(
    source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **kwargs: Any
) -> str:
    """The HTML of the fence. Raises SuperFencesException, which ends the build, if an example can't be shown."""
    try:
        return _render([Snippet.find(name) for name in source.split()], Links(md), md)
    except SnippetError as error:
        raise SuperFencesException(f"the playground: {error}") from error


def _render(examples: list[Snippet], links: Links, md: Any) -> str:
    if not examples:
        raise SnippetError("name at least one program")
    shown_on = {snippet.name: page for page in every_page() for snippet in page.programs()}
    listed = ""
    for snippet in examples:
        if snippet.needs or snippet.local_modules:
            raise SnippetError(f"snippets/{snippet.name} does not run in the playground as one file")
        if snippet.name not in shown_on:
            raise SnippetError(f"no page shows snippets/{snippet.name}")
        address = f"{links.href_of_page(shown_on[snippet.name])}#{escape(snippet.path.name)}"
        file = links.final(f"snippets/{snippet.name}")
        listed += f'<li><a href="{address}" data-file="{file}">{escape(snippet.title)}</a></li>'
    return (
        '<div class="playground-examples" data-part="../../playground.js ../../playground.css">'
        f"<p>Examples, on the pages that explain them:</p><ul>{listed}</ul></div>"
        f'<py-snippet data-source="{attribute(examples[0].source)}" class="no-copy">'
        f"{highlighted(examples[0].source.rstrip(), '', md)}"
        # Hidden if scripts run: then Material sets the class "js".
        '<p class="snippet-note playground-no-script">To write and run programs, this page needs JavaScript.</p>'
        "</py-snippet>"
        f"<p>The standard library is installed, and {escape(libraries.in_words())}.</p>"
    )

"""Pages as plain Markdown, and llms.txt, for people who read with tools.

`python -m interleave_site.plain` after the build of the site: each page gets a `<page>.md` beside its folder, with the
programs and their output in the place of the fences.
"""

import re
import sys
from pathlib import Path

from .pages import FENCE, Page, configuration, every_page
from .snippet import ROOT, Snippet

SITE = ROOT / "site"


def program(snippet: Snippet) -> str:
    """A program and its output as Markdown."""
    shown = f"**{snippet.title}** (`snippets/{snippet.name}`)\n\n```python\n{snippet.source.rstrip()}\n```\n"
    if snippet.transcript:
        shown += f"\nOutput:\n\n```text\n{snippet.transcript.rstrip()}\n```\n"
    return shown


def markdown(page: Page) -> str:
    """The page with its programs inlined."""

    def inline(match: re.Match[str]) -> str:
        source = re.search(r'\bsrc="([^"]+)"', match["keys"])
        return program(Snippet.find(source[1])).rstrip("\n") if source else match[0]

    return FENCE.sub(inline, page.body).strip() + "\n"


def index(pages: list[Page], name: str, description: str, address: str) -> str:
    """llms.txt (https://llmstxt.org/): a list of the pages with their addresses."""
    lines = [f"# {name}", "", f"> {description}", ""]
    part = None
    for page in pages:
        if page.part != part:
            part = page.part
            lines += [*([""] if lines[-1] else []), f"## {part or 'Start'}", ""]
        lines.append(f"- [{page.title}]({address}{page.source}): {page.description}")
    return "\n".join(lines) + "\n"


def main(site: Path) -> None:
    """Write the files into a built site."""
    pages = every_page()
    for page in pages:
        target = site / page.source
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(markdown(page), encoding="utf-8")
    settings = configuration()
    text = index(pages, str(settings["site_name"]), str(settings["site_description"]), str(settings["site_url"]))
    (site / "llms.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SITE)

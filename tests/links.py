"""Checks that every external link in the pages still works. Run weekly, by hand: `python tests/links.py`."""

import asyncio
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AT_ONCE = 8
_LINK = re.compile(r"\]\((https://[^)\s]+)\)")


def links() -> dict[str, set[str]]:
    """The external links, each with the pages that hold it."""
    found: dict[str, set[str]] = {}
    for path in [*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")]:
        for url in _LINK.findall(path.read_text(encoding="utf-8")):
            found.setdefault(url, set()).add(str(path.relative_to(ROOT)))
    return found


def problem(url: str) -> str | None:
    """The problem with a link, None if it works."""
    request = urllib.request.Request(url.split("#")[0], headers={"User-Agent": "Interleave link check"})
    try:
        with urllib.request.urlopen(request, timeout=30):
            return None
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.reason}"
    except OSError as error:
        return str(error)


async def main() -> int:
    """Check all links; returns the number of broken ones."""
    limit = asyncio.Semaphore(AT_ONCE)

    async def check(url: str, pages: set[str]) -> bool:
        async with limit:
            wrong = await asyncio.to_thread(problem, url)
        if wrong:
            print(f"{url}: {wrong} (in {', '.join(sorted(pages))})")
        return wrong is not None

    found = links()
    broken = sum(await asyncio.gather(*(check(url, pages) for url, pages in found.items())))
    print(f"{len(found)} links, {broken} broken")
    return broken


if __name__ == "__main__":
    sys.exit(bool(asyncio.run(main())))

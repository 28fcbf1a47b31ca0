"""Lets a built site work offline: writes its service worker, which knows every file that a page may request.

The service worker (docs/offline/worker/service-worker.js) is given the site's version, and the size and SHA-256 of each
file. So it can distinguish the files of its own version from another's, and detect kept files that were changed. The
version is the hash of all of that: the same files have the same version wherever they are built.
"""

import hashlib
import html
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from . import wheels
from .embed import PLACE as EMBED
from .scripts import MODULES, STYLES, WORKERS
from .snippet import ROOT, every_snippet

SOURCE = ROOT / "docs" / "offline"
SCRIPT = "sw.js"
# The page's scripts that are loaded separately.
_SCRIPTS = ("page.js", "notice.js")
_ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"
# Addresses in elements, and the modules that a program imports, as JSON.
_LOADED = re.compile(r"""<(?:script|link|img|source)\b[^>]*?\b(?:src|href)=["']?([^"'\s>]+)""")
_OPENED = re.compile(r'data-file="([^"]+)"')
_IMPORTED = re.compile(r'data-files="([^"]+)"')
_PAGE = "index.html"
_WHEELS = "runner/vendor/wheels/"
# Packages that are larger, including requirements, are fetched only when a program needs them. Bytes.
SMALL = 2_000_000


def file_of(page: str, address: str) -> str | None:
    """The file of the site at an address in a page; None for other hosts and for fragments."""
    parts = urlsplit(html.unescape(address))
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    path = normpath(str(PurePosixPath(page).parent / unquote(parts.path)))
    return f"{path}/{_PAGE}".removeprefix("./") if parts.path.endswith("/") else path


def named_by(page: str, text: str) -> Iterator[str]:
    """The files that a page loads by itself, or when one of its programs is run."""
    addresses = _LOADED.findall(text) + _OPENED.findall(text)
    for files in _IMPORTED.findall(text):
        addresses += json.loads(html.unescape(files)).values()
    yield from filter(None, (file_of(page, address) for address in addresses))


@dataclass(frozen=True)
class Contents:
    """The files of a built site that a reader may request, the most useful first.

    Iterating yields the files that are fetched for all readers.
    """

    shell: list[str]  # the files that every page loads
    pages: list[str]
    rest: list[str]
    rare: list[str]  # packages that are kept once a program has used them

    @classmethod
    def of(cls, site: Path) -> "Contents":
        """Collect the files named in the pages of a built site."""

        def found(*patterns: str) -> set[str]:
            paths = (path for pattern in patterns for path in site.glob(pattern) if path.is_file())
            return {path.relative_to(site).as_posix() for path in paths}

        def there(paths: set[str]) -> set[str]:
            return {path for path in paths if not path.startswith("..") and (site / path).is_file()}

        pages = found(f"**/{_PAGE}")
        named = {page: set(named_by(page, (site / page).read_text(encoding="utf-8"))) for page in pages}
        shell = there(set.intersection(*(files for page, files in named.items() if page != EMBED)))
        loaded = {f"runner/{entry}" for entry in (*MODULES, *STYLES, *WORKERS)}
        rest = there(set.union(*named.values()) | loaded) - pages
        # An element of a page names some of these, and offline/page.js; Material loads the search, and the site's map.
        rest |= found("*.js", "*.css", "offline/*.js", "offline/*.css", "sitemap.xml")
        rest |= found("search/*", "assets/javascripts/workers/*.js", "runner/vendor/**/*")
        rare = there({f"{_WHEELS}{name}" for name in _large()})
        # Pages without search are more useful than search without pages; Python is the largest of all.
        rest -= shell | rare | {SCRIPT}
        rest_in_order = sorted(rest, key=lambda path: (path.startswith("runner/vendor/"), path))
        return cls(sorted(shell), sorted(pages), rest_in_order, sorted(rare))

    def __iter__(self) -> Iterator[str]:
        return iter([*self.shell, *self.pages, *self.rest])


def _large() -> Iterator[str]:
    """The files of packages that are large, with their requirements, or that no program of the guide needs."""
    index = wheels.told()
    used = {name for snippet in every_snippet() for name in wheels.needed(snippet) if not snippet.needs}
    used |= wheels.needed_by_stdlib()
    small = set()
    for name in used:
        whole = wheels.closure([name], index)
        if sum(index[each]["size"] for each in whole) < SMALL:
            small |= whole
    yield from (entry["file"] for name, entry in index.items() if name not in small)


def manifest(site: Path) -> dict[str, object]:
    """The manifest of a built site for the service worker."""
    contents = Contents.of(site)
    files = {}
    for path in (*contents, *contents.rare):
        data = (site / path).read_bytes()
        files[path] = [hashlib.sha256(data).hexdigest(), len(data)]
    version = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]
    return {"version": version, "shell": contents.shell, "rare": contents.rare, "files": files}


def _esbuild(*arguments: str) -> str:
    """Run esbuild; returns its output."""
    command = [str(_ESBUILD), *arguments, "--minify", "--target=es2022", "--legal-comments=none", "--log-level=warning"]
    return subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout


def write(site: Path) -> None:
    """Write the service worker of a finished site."""
    known = json.dumps(manifest(site), separators=(",", ":"))
    script = _esbuild(str(SOURCE / "worker" / "service-worker.js"), "--bundle", "--format=iife")
    (site / SCRIPT).write_text(f"self.MANIFEST = {known};\n{script}", encoding="utf-8")


def join(site: Path) -> None:
    """Bundle each of the page's scripts with its imports."""
    scripts = [str(SOURCE / script) for script in _SCRIPTS]
    _esbuild(*scripts, "--bundle", "--format=esm", f"--outdir={site / 'offline'}", "--allow-overwrite")


def retire(site: Path) -> None:
    """Write a service worker that removes itself and everything kept, for a site that gives up its service worker."""
    (site / SCRIPT).write_text((SOURCE / "worker" / "retired.js").read_text(encoding="utf-8"), encoding="utf-8")

"""The Content-Security-Policy of every page, in a `<meta>`: what a page may run and load, and nothing else.

Scripts are the site's own files, or stand in a page as they were when it was built: their hashes are in the policy.
All pages have the hashes of all, since instant navigation brings the scripts of one page to another. Nobody else's
site is named: only `connect-src` is open, for what readers' programs ask of hosts that answer pages of any site.

The policy holds for the frame in which programs run, and for its workers (docs/runner/page/sandbox.js): `blob:` and
`'wasm-unsafe-eval'` are there for Python. CodeMirror and Material write styles.
"""

import base64
import hashlib
import json
import re
from pathlib import Path

from .snippet import ROOT

SANDBOX = ROOT / "docs" / "runner" / "page" / "sandbox.js"
# It comes first: it holds for what stands after it.
_PLACE = '<meta charset="utf-8">'
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"?application/json)[^>]*>(.*?)</script>", re.DOTALL)
_BOOTSTRAP = re.compile(r'^const BOOTSTRAP =\s+(".*");$', re.MULTILINE)


def bootstrap() -> str:
    """The one script that stands in the frame of programs."""
    found = _BOOTSTRAP.search(SANDBOX.read_text(encoding="utf-8"))
    assert found, f"{SANDBOX} has no BOOTSTRAP"
    text: str = json.loads(found[1])
    return text


def source(script: str) -> str:
    """How a policy names a script that stands in a page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def policy(scripts: set[str]) -> str:
    """The policy of pages in which these scripts stand."""
    directives = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "'wasm-unsafe-eval'", "blob:", *sorted(map(source, scripts))]),
        "worker-src": "'self' blob:",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "connect-src": "* data: blob:",
        "frame-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def enforce(site: Path) -> None:
    """Write the policy into each page of a built site."""
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    scripts = {script for html in pages.values() for script in _INLINE.findall(html)}
    meta = f'{_PLACE}<meta http-equiv="Content-Security-Policy" content="{policy(scripts | {bootstrap()})}">'
    for path, html in pages.items():
        if html.count(_PLACE) != 1:
            raise ValueError(f"{path} has no place for a Content-Security-Policy: {_PLACE} is not there once")
        path.write_text(html.replace(_PLACE, meta), encoding="utf-8")

"""The Content-Security-Policy of every page, in a `<meta>`: the only things that a page may run and load.

Scripts are the site's own files, or inline in a page at build time: the policy has their hashes. Every page has the
hashes of all pages, since instant navigation brings the scripts of one page to another. No other site is named: only
`connect-src` is open, for requests of readers' programs to hosts that allow every origin.

The policy also applies to the frame in which programs run, and to its workers (docs/runner/page/sandbox.js): `blob:`
and `'wasm-unsafe-eval'` are for Python. CodeMirror and Material insert styles.
"""

import base64
import hashlib
import json
import re
from pathlib import Path

from .snippet import ROOT

SANDBOX = ROOT / "docs" / "runner" / "page" / "sandbox.js"
# The policy goes right after this: it applies only to what follows it.
_PLACE = '<meta charset="utf-8">'
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"?application/json)[^>]*>(.*?)</script>", re.DOTALL)
_BOOTSTRAP = re.compile(r'^const BOOTSTRAP =\s+(".*");$', re.MULTILINE)


def bootstrap() -> str:
    """The inline script in the frame of programs."""
    found = _BOOTSTRAP.search(SANDBOX.read_text(encoding="utf-8"))
    assert found, f"{SANDBOX} has no BOOTSTRAP"
    text: str = json.loads(found[1])
    return text


def source(script: str) -> str:
    """The name of an inline script in a policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def policy(scripts: set[str]) -> str:
    """The policy of pages with these inline scripts."""
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

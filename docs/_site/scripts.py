"""Joins modules and styles: a file for the page, one for its frame, one for the machine, one for a process.

The sources stay plain ES modules; in the built site, each entry contains everything that it imports. So a reader's
first Run makes a handful of requests, and isn't affected by a deployment between them.
"""

import subprocess
from pathlib import Path

from .snippet import ROOT

# Loaded by address, by docs/runner/page/parts.js and ground.js.
MODULES = (
    "page/editor-codemirror.js",
    "page/running.js",
    "page/orders-panel.js",
    "page/arrival.js",
    "page/share-panel.js",
    "page/timeline-panel.js",
    "frame/frame.js",
)
# Each loaded with a module (docs/runner/page/parts.js).
STYLES = ("page/running.css", "page/orders-panel.css", "page/share-panel.css", "page/timeline-panel.css")
# Workers in a frame with an opaque origin can't be modules.
WORKERS = ("machine/machine.js", "process/worker.js")
# The scripts and the style sheet of every page (`extra_css` and `extra_javascript` of mkdocs.yml).
PAGES = ("runner/page/index.js", "site.js", "site.css")
# Loaded with a page that has what it fills (docs/runner/page/page-parts.js); the others of its kind import nothing.
PARTS = ("offline/storage.js",)
_ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"


def join(site: Path) -> None:
    """Bundle each entry of a built site with its modules, which are still shipped for reading."""
    _esbuild(ROOT / "docs" / "runner", site / "runner", (*MODULES, *STYLES), "--format=esm", "--sourcemap")
    _esbuild(ROOT / "docs" / "runner", site / "runner", WORKERS, "--format=iife")
    # Each page has these before anything else: their maps lie beside them, but they don't name them.
    _esbuild(ROOT / "docs", site, PAGES, "--format=esm", "--sourcemap=external")
    _esbuild(ROOT / "docs", site, PARTS, "--format=esm", "--sourcemap")


def _esbuild(source: Path, target: Path, entries: tuple[str, ...], *options: str) -> None:
    command = [str(_ESBUILD), *(str(source / entry) for entry in entries), "--bundle", "--minify", *options]
    # The page computes the addresses of the others from `import.meta.url`, so each entry keeps its path.
    command += [f"--outbase={source}", f"--outdir={target}", "--allow-overwrite", "--target=es2022"]
    subprocess.run([*command, "--legal-comments=none", "--log-level=warning"], check=True, cwd=ROOT)

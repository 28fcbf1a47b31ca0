"""Joins modules and styles: a file for the page, one for its frame, one for the machine, one for a process.

What is written stays plain ES modules; in the site that is built, each entry holds all that it imports. A reader's
first Run makes a handful of requests, and a deploy can't be met in the middle of its files.
"""

import subprocess
from pathlib import Path

from .snippet import ROOT

# Loaded by their addresses: the first by the pages, the others by docs/runner/page/parts.js and ground.js.
MODULES = (
    "page/index.js",
    "page/editor-codemirror.js",
    "page/running.js",
    "page/orders-panel.js",
    "page/arrival.js",
    "page/share-panel.js",
    "page/timeline-panel.js",
    "frame/frame.js",
)
# Workers in a frame whose origin is its own can't be modules.
WORKERS = ("machine/machine.js", "process/worker.js")
# What every page has beside them (`extra_css` and `extra_javascript` of mkdocs.yml).
PAGES = ("site.js", "site.css")
_ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"


def join(site: Path) -> None:
    """Let each entry of a built site hold its modules, which stay beside it to be read."""
    _esbuild(ROOT / "docs" / "runner", site / "runner", MODULES, "--format=esm", "--sourcemap")
    _esbuild(ROOT / "docs" / "runner", site / "runner", WORKERS, "--format=iife")
    _esbuild(ROOT / "docs", site, PAGES, "--format=esm", "--sourcemap")


def _esbuild(source: Path, target: Path, entries: tuple[str, ...], *options: str) -> None:
    command = [str(_ESBUILD), *(str(source / entry) for entry in entries), "--bundle", "--minify", *options]
    # The page takes the addresses of the others from `import.meta.url`: each entry stays where it was.
    command += [f"--outbase={source}", f"--outdir={target}", "--allow-overwrite", "--target=es2022"]
    subprocess.run([*command, "--legal-comments=none", "--log-level=warning"], check=True, cwd=ROOT)

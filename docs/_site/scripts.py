"""Joins modules and styles: a file for the page, one for the machine, one for a process, in place of sixty.

What is written stays plain ES modules, and works as they are; in the site that is built, each entry holds all that it
imports. A reader's first Run makes a handful of requests, and a deploy can't be met in the middle of its files.
"""

import subprocess
from pathlib import Path

from .snippet import ROOT

# What is loaded by its address: by the page, and by `new Worker` in page/session.js and machine/workers.js.
ENTRIES = ("page/index.js", "machine/machine.js", "process/worker.js")
# What every page has beside them (`extra_css` and `extra_javascript` of mkdocs.yml).
PAGES = ("site.js", "site.css")
_ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"


def join(site: Path) -> None:
    """Let each entry of a built site hold its modules, which stay beside it to be read."""
    _esbuild(ROOT / "docs" / "runner", site / "runner", ENTRIES)
    _esbuild(ROOT / "docs", site, PAGES)


def _esbuild(source: Path, target: Path, entries: tuple[str, ...]) -> None:
    command = [str(_ESBUILD), *(str(source / entry) for entry in entries), "--bundle", "--format=esm", "--minify"]
    # Their addresses are taken from `import.meta.url`: each entry stays where it was.
    command += [f"--outbase={source}", f"--outdir={target}", "--allow-overwrite", "--target=es2022"]
    subprocess.run([*command, "--sourcemap", "--legal-comments=none", "--log-level=warning"], check=True, cwd=ROOT)

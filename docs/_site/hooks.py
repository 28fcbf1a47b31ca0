"""The hooks that mkdocs calls (`hooks` of mkdocs.yml)."""

import re
from pathlib import Path
from typing import Any, Literal

from interleave_site import bundle, changed, embed, offline, policy, scripts, search, timelines
from interleave_site.snippet import ROOT
from jinja2 import FileSystemBytecodeCache

# The script that registers the service worker.
_REGISTERS = "offline/page.js"
# The style sheet that mkdocstrings adds to every page, although few document modules.
_STYLE_OF_MODULES = re.compile(r'\s*<link rel="stylesheet" href="[^"]*assets/_mkdocstrings\.css">')
# Styles that a few pages need stand in these, before what has them, or what holds it: so instant navigation brings both
# at once.
_STYLES = [
    ('<section class="programs"', "", "lists.css"),
    ('<section class="conformance"', "", "lists.css"),
    ('<h1 id="cheat-sheet"', "", "cheat-sheet.css"),
    ('<h1 id="glossary"', "", "terms.css"),
    ('<p class="snippet-note playground-no-script"', "", "no-script.css"),
    # Recorded output in colour; elsewhere a run brings these styles (docs/runner/page/running.css).
    ('<span class="ansi', "<py-snippet ", "runner/page/output.css"),
]
_TEMPLATES = ROOT / ".cache" / "templates"
_serving = False


def on_startup(command: Literal["build", "gh-deploy", "serve"], **_: Any) -> None:
    """Note what mkdocs was started for."""
    global _serving
    _serving = command == "serve"


def on_config(config: dict[str, Any], **_: Any) -> None:
    """Leave the service worker out of `mkdocs serve`: a page that is being written is never kept."""
    if _serving:
        config["extra_javascript"] = [
            script for script in config["extra_javascript"] if getattr(script, "path", script) != _REGISTERS
        ]


def on_pre_build(**_: Any) -> None:
    """Bundle the current kernel before files are collected, and check the inputs of timelines."""
    bundle.make()
    timelines.note()


def on_files(files: Any, **_: Any) -> Any:
    """Let `make serve` build a page anew if one of its programs has changed."""
    if _serving:
        changed.mark(files)
    return files


def on_env(env: Any, **_: Any) -> Any:
    """Keep Material's templates as they were compiled: a page that has changed is there sooner."""
    _TEMPLATES.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(_TEMPLATES))
    return env


def on_post_page(output: str, **_: Any) -> str:
    """Leave out a style sheet where nothing has its style, put one in where it is needed; let the search wait."""
    for styled, holder, name in _STYLES:
        if styled in output:
            style = (ROOT / "docs" / name).read_text(encoding="utf-8")
            before, place, after = output.partition(holder or styled)
            output = f"{before}<style>{style}</style>{place}{after}"
    output = search.start_later(output)
    return output if 'class="doc ' in output else _STYLE_OF_MODULES.sub("", output)


def on_post_template(output_content: str, **_: Any) -> str:
    """The page for addresses that don't exist has a search, too."""
    later: str = search.start_later(output_content)
    return later


def on_post_build(config: dict[str, Any], **_: Any) -> None:
    """Join the runner's modules, take the documents out of the search's index, add the page for other sites; then write
    the service worker, with all files' hashes.

    Pages that mkdocs serves have no policy: it adds a reload script to each, a different one each time.
    """
    site = Path(config["site_dir"])
    scripts.join(site)
    search.split(site)
    embed.write(site)
    if _serving:
        # A service worker left by a built site at this address would keep serving its own pages.
        offline.retire(site)
    else:
        offline.join(site)
        policy.enforce(site)
        offline.write(site)

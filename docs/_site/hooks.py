"""The hooks that mkdocs calls (`hooks` of mkdocs.yml)."""

import re
from pathlib import Path
from typing import Any, Literal

from interleave_site import bundle, embed, offline, policy, scripts, timelines

# The script that registers the service worker.
_REGISTERS = "offline/page.js"
# The style sheet that mkdocstrings adds to every page, although few document modules.
_STYLE_OF_MODULES = re.compile(r'\s*<link rel="stylesheet" href="[^"]*assets/_mkdocstrings\.css">')
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


def on_post_page(output: str, **_: Any) -> str:
    """Remove a style sheet from pages that don't need it."""
    return output if 'class="doc ' in output else _STYLE_OF_MODULES.sub("", output)


def on_post_build(config: dict[str, Any], **_: Any) -> None:
    """Join the runner's modules, add the page for other sites; then write the service worker, with all files' hashes.

    Pages that mkdocs serves have no policy: it adds a reload script to each, a different one each time.
    """
    site = Path(config["site_dir"])
    scripts.join(site)
    embed.write(site)
    if _serving:
        # A service worker left by a built site at this address would keep serving its own pages.
        offline.retire(site)
    else:
        offline.join(site)
        policy.enforce(site)
        offline.write(site)

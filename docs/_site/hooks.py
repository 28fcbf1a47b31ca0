"""What mkdocs calls (`hooks` of mkdocs.yml)."""

from pathlib import Path
from typing import Any

from interleave_site import bundle, scripts


def on_pre_build(**_: Any) -> None:
    """Bundle the kernel as it is now, before files are collected."""
    bundle.make()


def on_post_build(config: dict[str, Any], **_: Any) -> None:
    """Join the runner's modules in the site."""
    scripts.join(Path(config["site_dir"]))

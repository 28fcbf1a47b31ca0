"""What mkdocs calls (`hooks` of mkdocs.yml)."""

from typing import Any

from interleave_site import bundle


def on_pre_build(**_: Any) -> None:
    """Bundle the kernel as it is now, before files are collected."""
    bundle.make()

"""A server that has one of several versions of the site, or none."""

import contextlib
import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from interleave_site import offline
from server import PREFIX, SITE, Handler, Server


def changed(target: Path, *changes: tuple[str, str, str]) -> Path:
    """Another version of the built site. A change is a file's path, a text in it, and what stands there instead."""
    shutil.copytree(SITE, target, copy_function=os.link)
    for path, old, new in changes:
        file = target / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{path} lacks {old!r}"
        # What is linked is the built site's own.
        file.unlink()
        file.write_text(text.replace(old, new), encoding="utf-8")
    (target / offline.SCRIPT).unlink()
    offline.write(target)
    return target


class Versions:
    """Which version is served, and what was asked for."""

    def __init__(self) -> None:
        self.site = SITE
        self.reachable = True
        self.url = ""
        self.asked: list[str] = []
        # Bytes of files.
        self.sent = 0
        self.held: dict[str, threading.Event] = {}
        # Files that come with a line more than they have.
        self.altered: set[str] = set()

    def hold(self, path: str) -> None:
        """Let a file not come until it is released."""
        self.held[path] = threading.Event()

    def release(self, path: str) -> None:
        """Let it come."""
        self.held.pop(path).set()


class _Handler(Handler):
    """Serves a version, with as little left to the browser's own cache as a server can ask for."""

    def __init__(self, *args: Any, versions: Versions) -> None:
        self.versions = versions
        super().__init__(*args, prefix=PREFIX)

    def translate_path(self, path: str) -> str:
        return str(self.versions.site / Path(super().translate_path(path)).relative_to(SITE))

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_head(self) -> BytesIO | BinaryIO | None:
        path = self.path.partition("?")[0].removeprefix(PREFIX)
        if not self.versions.reachable:
            self.close_connection = True
            return None
        self.versions.asked.append(path)
        if event := self.versions.held.get(path):
            event.wait()
        if path in self.versions.altered:
            return self._send_altered()
        found = super().send_head()
        if found and not isinstance(found, BytesIO):
            self.versions.sent += os.fstat(found.fileno()).st_size
        return found

    def _send_altered(self) -> BytesIO:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        data = file.read_bytes() + b"\n"
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return BytesIO(data)


@contextlib.contextmanager
def serve_versions() -> Iterator[Versions]:
    """Serve the built site on a free port, at first."""
    versions = Versions()
    server = Server(("127.0.0.1", 0), partial(_Handler, versions=versions))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    versions.url = f"http://127.0.0.1:{server.server_port}{PREFIX}"
    yield versions
    for event in versions.held.values():
        event.set()
    server.shutdown()
    server.server_close()

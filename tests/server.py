"""The built site over HTTP."""

import contextlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SITE = Path(__file__).resolve().parents[1] / "site"
# Project pages are served under a sub-path; what works there also works at the root.
PREFIX = "/interleave/"


class Handler(SimpleHTTPRequestHandler):
    """Serves site/ below a prefix, as it is: sitemap.xml has the addresses of mkdocs.yml's site_url, not these."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, prefix: str) -> None:
        self.prefix = prefix
        super().__init__(*args, directory=str(SITE))

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.prefix):
            return str(SITE / "outside-of-the-prefix")
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def log_message(self, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """A server that doesn't report closed connections."""

    daemon_threads = True
    # A page requests a hundred files at once; with the default of five, a loaded machine would refuse the others.
    request_queue_size = 256

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextlib.contextmanager
def serve(handler: type[Handler] = Handler, prefix: str = PREFIX) -> Iterator[str]:
    """Serve site/ on a free port; yields its address."""
    server = Server(("127.0.0.1", 0), partial(handler, prefix=prefix))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{prefix}"
    server.shutdown()
    server.server_close()

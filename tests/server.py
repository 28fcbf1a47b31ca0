"""The built site over HTTP."""

import contextlib
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SITE = Path(__file__).resolve().parents[1] / "site"
# Project pages live under a sub-path; whatever works there works at the root.
PREFIX = "/interleave/"


class Handler(SimpleHTTPRequestHandler):
    """Serves site/ below PREFIX."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }
    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        if not path.startswith(PREFIX):
            return str(SITE / "outside-of-the-prefix")
        return super().translate_path(path.removeprefix(PREFIX.rstrip("/")))

    def do_GET(self) -> None:
        if self.path == PREFIX + "sitemap.xml":
            self._send_sitemap()
        else:
            super().do_GET()

    def _send_sitemap(self) -> None:
        # Material's instant navigation compares links with the sitemap, and looks past the host but not the port.
        text = (SITE / "sitemap.xml").read_text(encoding="utf-8")
        here = f"http://{self.headers['Host']}{PREFIX}"
        body = re.sub(r"(?<=<loc>)https://[^/]+/[^/<]+/", here, text).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Quiet when a browser hangs up."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextlib.contextmanager
def serve(handler: type[Handler] = Handler) -> Iterator[str]:
    """Serve site/ on a free port; gives its address."""
    server = Server(("127.0.0.1", 0), partial(handler, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    server.shutdown()
    server.server_close()

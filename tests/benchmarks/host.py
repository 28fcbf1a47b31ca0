"""A host for what is measured: the built site and a bare page beside it, compressed, counted, and as slow as wanted.

The network is slowed down here: what a browser emulates holds for the page, and not for each of its workers.
"""

import functools
import gzip
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from server import PREFIX, Handler

PYODIDE = Path(__file__).resolve().parents[2] / "node_modules" / "pyodide"
BARE = "bare/"
_COMPRESSED = {".html", ".js", ".mjs", ".css", ".json", ".svg", ".wasm", ".xml"}

# A page with a button that starts stock Pyodide in a worker; `?snapshot` lets it start from memory that was kept.
_PAGE = b"""<!doctype html><meta charset="utf-8"><title>Bare</title><button>Run</button><pre></pre><script>
document.querySelector("button").onclick = () => {
  const worker = new Worker("worker.mjs" + location.search, {type: "module"});
  worker.onmessage = ({data}) => {
    if (data === "kept") document.title = "kept";
    else document.querySelector("pre").textContent += data;
  };
};
</script>"""
_WORKER = b"""
import {loadPyodide} from "./pyodide.mjs";
const wanted = location.search === "?snapshot";
const cache = wanted && (await caches.open("bare"));
const kept = wanted && (await cache.match("snapshot"));
const options = {stdout: (text) => postMessage(text)};
if (kept) {
  options._loadSnapshot = new Uint8Array(await kept.arrayBuffer());
  const {default: create} = await import("./pyodide.asm.mjs");
  options.createPyodideModule = async (settings) => {
    delete settings.INITIAL_MEMORY;
    const module = await create(settings);
    module._emscripten_resize_heap(options._loadSnapshot.length);
    return module;
  };
} else if (wanted) options._makeSnapshot = true;
const pyodide = await loadPyodide(options);
if (wanted && !kept) {
  await cache.put("snapshot", new Response(pyodide.makeMemorySnapshot()));
  postMessage("kept");
} else pyodide.runPython("print('ok')");
"""
_MADE = {"": ("text/html", _PAGE), "worker.mjs": ("text/javascript", _WORKER)}


class Line:
    """A connection to the host: how fast it is, and what went over it."""

    def __init__(self) -> None:
        self.bytes_per_second = 0.0
        self.latency = 0.0
        self.requests = 0
        self.bytes = 0
        self._lock = threading.Lock()
        self._free_at = 0.0

    def set(self, megabits: float = 0, milliseconds: float = 0) -> None:
        """Be so fast, 0: as fast as it can; nothing was counted yet."""
        self.bytes_per_second = megabits * 1e6 / 8
        self.latency = milliseconds / 1000
        self.requests = self.bytes = 0

    def answer(self) -> None:
        """A request arrives and its answer sets out."""
        with self._lock:
            self.requests += 1
        time.sleep(self.latency)

    def send(self, size: int) -> None:
        """Return when so many bytes have gone over the line, which others use too."""
        with self._lock:
            self.bytes += size
            if not self.bytes_per_second:
                return
            now = time.monotonic()
            self._free_at = max(self._free_at, now) + size / self.bytes_per_second
            wait = self._free_at - now
        time.sleep(wait)


line = Line()


@functools.cache
def _content(path: str, changed: float) -> tuple[bytes, bool]:
    data = Path(path).read_bytes()
    return (gzip.compress(data, 6), True) if Path(path).suffix in _COMPRESSED else (data, False)


class Host(Handler):
    """Serves the site as a static host does, and the bare page below BARE."""

    def do_GET(self) -> None:  # noqa: N802 - the base's name
        line.answer()
        path = urlsplit(self.path).path
        name = path.removeprefix(PREFIX + BARE)
        if path.startswith(PREFIX + BARE) and name in _MADE:
            kind, data = _MADE[name]
            self._send(kind, data, False)
            return
        file = PYODIDE / name if path.startswith(PREFIX + BARE) else Path(self.translate_path(self.path))
        if file.is_dir():
            file /= "index.html"
        if not file.is_file():
            self.send_error(404)
            return
        data, compressed = _content(str(file), file.stat().st_mtime)
        self._send(self.guess_type(str(file)), data, compressed)

    def _send(self, kind: str, data: bytes, compressed: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        for at in range(0, len(data), 1 << 14):
            part = data[at : at + (1 << 14)]
            line.send(len(part))
            self.wfile.write(part)

"""http.server and socketserver in threads, answering urllib, http.client and plain sockets."""

import http.client
import json
import socket
import socketserver
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path != "/":
            self.send_error(404)
            return
        self.answer({"hello": "tab"})

    def do_POST(self) -> None:
        self.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def answer(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


class Upper(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        for line in self.rfile:
            self.wfile.write(line.upper())


server = ThreadingHTTPServer(("localhost", 0), Handler)
threading.Thread(target=server.serve_forever).start()
url = f"http://localhost:{server.server_port}"
with urllib.request.urlopen(url + "/", timeout=5) as response:
    assert json.load(response) == {"hello": "tab"}
request = urllib.request.Request(url, json.dumps([1, 2]).encode(), {"Content-Type": "application/json"})
with urllib.request.urlopen(request, timeout=5) as response:
    assert json.load(response) == [1, 2]
try:
    urllib.request.urlopen(url + "/missing", timeout=5)
except urllib.error.HTTPError as error:
    assert error.code == 404
    error.close()
connection = http.client.HTTPConnection("localhost", server.server_port, timeout=5)
for _ in range(3):  # one connection, kept alive
    connection.request("GET", "/")
    assert connection.getresponse().read() == b'{"hello": "tab"}'
connection.close()
server.shutdown()
server.server_close()

with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Upper) as upper:
    threading.Thread(target=upper.serve_forever).start()
    port = upper.server_address[1]
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client, client.makefile("rw") as lines:
        print("one", file=lines, flush=True)
        assert lines.readline() == "ONE\n"
    upper.shutdown()
print("ok")

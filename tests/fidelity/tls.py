"""TLS: handshakes, refusals, alerts, names, protocols, ends, time-outs; over sockets and between buffers."""

import asyncio
import http.client
import http.server
import os
import socket
import ssl
import tempfile
import threading
import urllib.error
import urllib.request

PEM = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2xgnfsb4/IbcbjA4
6AlMKFsMv6eo6EDEsodFCU3cD7qhRANCAATePo0K14MVrATOqoF1vHRxM0uoP9Bm
ei4H0dzffH8QTJ19pVKrcGNv8JKGeXu5whRnQE9/5kazs0TZqF3Zxgkz
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIURvZ7PAciAuyX77G437FnPq6x9m4wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMzIzMDgxOFoYDzIxMjYxMDMw
MjMwODE4WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATePo0K14MVrATOqoF1vHRxM0uoP9Bmei4H0dzffH8QTJ19pVKrcGNv
8JKGeXu5whRnQE9/5kazs0TZqF3Zxgkzo2QwYjAdBgNVHQ4EFgQUveQVa8gjwOnO
yZJ1BVxw1K/7raUwHwYDVR0jBBgwFoAUveQVa8gjwOnOyZJ1BVxw1K/7raUwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IBQS5bpp0H9giLIWnj33VQd5xf0RpOX4ZAocb38D5WihAiEAr0628XYxGzjPrR9m
CZgRuosE2AFxCOMoQOgvOak8kpA=
-----END CERTIFICATE-----
"""

directory = tempfile.TemporaryDirectory()
path = os.path.join(directory.name, "server.pem")
with open(path, "w") as file:
    file.write(PEM)


def describe(error):
    parts = [type(error).__name__, getattr(error, "reason", None), getattr(error, "verify_message", None)]
    return parts + [str(error).partition(" (_ssl.c")[0]]


def server_context(**settings):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    for name, value in settings.items():
        setattr(context, name, value)
    return context


trusting = ssl.create_default_context(cafile=path)
print(trusting.verify_mode, trusting.check_hostname, trusting.verify_flags, trusting.cert_store_stats())
authority = trusting.get_ca_certs()[0]
print(authority["subject"], authority["subjectAltName"], authority["notAfter"], authority["serialNumber"])


def serve(handle, context=None, plain=False):
    """A server for one connection; its port and the thread."""
    listener = socket.create_server(("127.0.0.1", 0))

    def run():
        connection, _ = listener.accept()
        listener.close()
        try:
            with (
                connection if plain else (context or server_context()).wrap_socket(connection, server_side=True) as peer
            ):
                handle(peer)
        except ssl.SSLError as error:
            results.append(describe(error))
        except OSError:
            pass  # how it hears that the client is gone is a matter of time

    results = []
    thread = threading.Thread(target=run)
    thread.results = results
    thread.start()
    return listener.getsockname()[1], thread


def connect(port, context=trusting, name="127.0.0.1", **arguments):
    return context.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname=name, **arguments)


def attempt(title, port, thread, use=lambda client: None, **arguments):
    try:
        with connect(port, **arguments) as client:
            print(title, "->", use(client))
    except (OSError, ValueError) as error:
        print(title, "->", *describe(error))
    thread.join()
    for result in thread.results:
        print("    server:", *result)


def echo(peer):
    while data := peer.recv(1000):
        peer.sendall(data.upper())


def talk(client):
    client.sendall(b"hello")
    answer = client.recv(100), client.version(), client.server_side, client.getpeercert()["serialNumber"][:8]
    return answer, len(client.getpeercert(True)), client.compression()


attempt("talk", *serve(echo), talk)
attempt("unknown authority", *serve(echo), context=ssl.create_default_context())
attempt("another name", *serve(echo), name="localhost")
attempt("another address", *serve(echo), name="127.0.0.2")
unverified = ssl._create_unverified_context()
attempt("unverified", *serve(echo), lambda client: client.getpeercert(), context=unverified, name=None)
attempt("a plain server", *serve(lambda peer: peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"), plain=True))
attempt("a server that hangs up", *serve(lambda peer: peer.recv(100_000) and None, plain=True))


def plain_client(data):
    port, thread = serve(echo)
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(data)
        thread.join()
        print("plain client:", *thread.results)


plain_client(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
plain_client(b"SSH-2.0-OpenSSH_9.0\r\n")

# Versions and protocols
new = ssl.create_default_context(cafile=path)
new.minimum_version = ssl.TLSVersion.TLSv1_3
new.set_ciphers("ECDHE+AESGCM:!aNULL")
attempt("versions and ciphers", *serve(echo), lambda client: (client.version(), client.cipher()), context=new)
for suites in ("nothing", "TLS_AES_128_GCM_SHA256", "!ALL"):
    try:
        new.set_ciphers(suites)
    except ssl.SSLError as error:
        print(suites, *describe(error))
print([cipher["description"] for cipher in new.get_ciphers()][:3])
spoken = server_context()
spoken.set_alpn_protocols(["h2", "http/1.1"])
for offered in (["http/1.1", "h2"], ["http/1.1"], ["spdy"]):
    client_context = ssl.create_default_context(cafile=path)
    client_context.set_alpn_protocols(offered)
    attempt(str(offered), *serve(echo, spoken), lambda client: client.selected_alpn_protocol(), context=client_context)

# A name chosen by the client
named = server_context()
named.sni_callback = lambda connection, name, context: print("asked for", name)
lenient = ssl.create_default_context(cafile=path)
lenient.check_hostname = False
attempt("name", *serve(echo, named), lambda client: client.server_hostname, context=lenient, name="example.org")
refusing = server_context()
refusing.sni_callback = lambda connection, name, context: ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
attempt("refused", *serve(echo, refusing), context=lenient, name="example.org")

# Certificates of clients
asking = server_context(verify_mode=ssl.CERT_REQUIRED)
asking.load_verify_locations(path)
known = ssl.create_default_context(cafile=path)
known.load_cert_chain(path)
attempt("a client that is known", *serve(lambda peer: peer.sendall(b"in"), asking), lambda c: c.recv(9), context=known)
attempt("a client that isn't", *serve(lambda peer: peer.sendall(b"in"), asking), lambda c: c.recv(9))

# Ends
attempt("an orderly end", *serve(lambda peer: peer.unwrap().sendall(b"in the clear")), lambda c: c.unwrap().recv(99))
attempt("an end", *serve(lambda peer: peer.shutdown(socket.SHUT_RDWR)), lambda c: c.recv(9))
attempt(
    "a ragged end",
    *serve(lambda peer: peer.shutdown(socket.SHUT_RDWR)),
    lambda c: c.recv(9),
    suppress_ragged_eofs=False,
)


# Waiting
def impatient(client):
    client.settimeout(0.05)
    try:
        client.recv(1)
    except TimeoutError as error:
        print("time-out:", error)
    client.setblocking(False)
    try:
        client.recv(1)
    except ssl.SSLWantReadError as error:
        print(*describe(error)[:3], error.strerror.partition(" (_ssl.c")[0])
    client.setblocking(True)
    client.sendall(b"x" * 50_000)
    received = b""
    while len(received) < 50_000:
        received += client.recv(100_000)
    return received == b"X" * 50_000, client.pending()


attempt("waiting", *serve(echo), impatient)

# Between buffers
# Another context put in the place of a session's: its authorities count, and the session's own settings otherwise.
incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
between = trusting.wrap_bio(incoming, outgoing, server_hostname="127.0.0.1")
peer = server_context().wrap_bio(outgoing, incoming, server_side=True)
between.context = ssl.create_default_context()
for side in (between, peer, between):
    try:
        side.do_handshake()
    except ssl.SSLError as error:
        print("replaced", describe(error))
incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
between = trusting.wrap_bio(incoming, outgoing, server_hostname="127.0.0.1")
peer = server_context().wrap_bio(outgoing, incoming, server_side=True)
for side in (between, peer, between, peer):
    try:
        print(side.server_side, side.do_handshake(), side.version())
    except ssl.SSLWantReadError as error:
        print(side.server_side, *describe(error))
print(between.write(b"a" * 20_000), len(peer.read(1000)), peer.pending())
print(peer.read(20_000)[:3], between.session_reused, len(between.get_verified_chain()))
try:
    peer.read(1)
except ssl.SSLWantReadError as error:
    print(type(error).__name__)


# What stands above it
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{self.path} over {self.request.version()}".encode())

    def log_message(self, *arguments):
        pass


with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
    server.socket = server_context().wrap_socket(server.socket, server_side=True)
    port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with urllib.request.urlopen(f"https://127.0.0.1:{port}/page", context=trusting) as response:
        print(response.status, response.read())
    try:
        urllib.request.urlopen(f"https://127.0.0.1:{port}/")
    except urllib.error.URLError as error:
        print(type(error).__name__, *describe(error.reason))
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=trusting)
    connection.request("GET", "/again")
    print(connection.getresponse().read())
    connection.close()
    server.shutdown()
    thread.join()


async def main():
    async def handle(reader, writer):
        writer.write((await reader.readline()).upper())
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(handle, "127.0.0.1", 0, ssl=server_context()) as server:
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
        writer.write(b"streams\n")
        print(await reader.read(), writer.get_extra_info("peercert")["subject"])
        writer.close()
        await writer.wait_closed()
        try:
            await asyncio.open_connection("127.0.0.1", port, ssl=True)
        except ssl.SSLCertVerificationError as error:
            print(*describe(error))


asyncio.run(main())

# Contexts
for name, value in (("verify_mode", ssl.CERT_NONE), ("minimum_version", 5), ("options", -1)):
    try:
        setattr(trusting, name, value)
    except ValueError as error:
        print(name, error)
for arguments in ((os.devnull,), (path + "x",)):
    try:
        trusting.load_cert_chain(*arguments)
    except OSError as error:
        print(*describe(error)[:3], error.strerror.partition(" (_ssl.c")[0])
try:
    trusting.load_verify_locations(cadata="nothing")
except ssl.SSLError as error:
    print(*describe(error))
print(ssl.Purpose.SERVER_AUTH, ssl.get_default_verify_paths().openssl_cafile_env, ssl.HAS_TLSv1_3)
directory.cleanup()

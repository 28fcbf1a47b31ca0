"""TLS under asyncio: an authority's certificates, STARTTLS, names that choose a certificate, large data, time-outs."""

import asyncio
import os
import socket
import ssl
import tempfile
import threading

AUTHORITY = """\
-----BEGIN CERTIFICATE-----
MIICAzCCAYmgAwIBAgIUWZm4F++ed3+5PiZVttDbGU9gtjMwCgYIKoZIzj0EAwMw
LjETMBEGA1UECgwKSW50ZXJsZWF2ZTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkw
IBcNMjYxMTI3MDM1OTI1WhgPMjEyNjExMDMwMzU5MjVaMC4xEzARBgNVBAoMCklu
dGVybGVhdmUxFzAVBgNVBAMMDlRlc3QgYXV0aG9yaXR5MHYwEAYHKoZIzj0CAQYF
K4EEACIDYgAEi0AC//OpxP0Rqpv8ItAXPPoP+u8zronR0Fh9ZjpqSJwBsDznA3qG
urC6L6a9KFe0IXweQWhhd61KTXP11Ikjxe8/EBi96mLhlpav2OUkgU/o7D0HDO13
xtk3uQxDM1HDo2YwZDAdBgNVHQ4EFgQUHtKk0eyVUGAr9vonQBGuhTGEMmswHwYD
VR0jBBgwFoAUHtKk0eyVUGAr9vonQBGuhTGEMmswEgYDVR0TAQH/BAgwBgEB/wIB
ADAOBgNVHQ8BAf8EBAMCAQYwCgYIKoZIzj0EAwMDaAAwZQIxALt/TxQwKSnlkJ09
jxgFHwng+jw61HGh8iQa+4BqXA1I4ZYlCtfZdZrU5QXDfw9luQIwBtIjm6BRCwE6
7Vp5edO6BwPu2TeHyn+XZpqA7p7VyegYtNJWsfvUfVTUBg3rX1U9
-----END CERTIFICATE-----
"""
RSA = """\
-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCqz85YOYHfeBwO
P9kBONn5SHpEcwZoVfsjabalJBNRCR8lJTS3bwzX7y+F9WtG4Nm6c160easn9w4D
TTJNmFuVwp4g78CjWgINa7cpJtfGdl6a4KRbBWm/5vRDNhch909rYv1XCSTmejAI
u4aezas+MYX++CCmNQpKuISs4HUC2a6eZC8eJd7yUMTQZQrXZ/3tQO+Kg8rEvoqV
SiKLWSc0Uoi2QsUUbLm6i/KCr2FZOSbqvRCsG7Ier/IZOFXzbq59mPtaJkqkl3Rg
FEQG9wNIzLFGNOFFvm9cQxumCfl6eUZCnr9xG6nfmqI5dQtHhYFyb1Q6J37KhvSz
ePC/mEZtAgMBAAECggEAAlj7laQNI9gRlqTFAEAFY8v6J/3mt7LwJ2acfaBwBmpf
SieSJC/tXsMMvowVAIhS7NpCEgMIhFZDvsLfBGU4KsuW5qqmqtuhxl4APCmcVlxU
q/nsTa+6MUqdsnmryH9yX0Og+Eo0fpI0j8zUcahoiGDnFtUsTUHSlY40qX58BhoJ
ro/hGB/EVwiuRLK4osKGHm/siPiLMXHSjor6pJEVzzfhIjn2JtCTcfBFoRH4pY7F
QRhmx5GuwJ4r6mW+RuhvGB0/iP64HFzofz/NVnDLp3GTxRwr4KHtuGnEZLTlBNH8
2UKpMB8xWmyIid6Zej6zwEjIGfWBsN6ltt+BwBfhwQKBgQDqgkmGFErrAtK+s7tW
yq0wBrDQD18icFoq3idqJZx00+2V33FLogUfcFgAqXdiLjR5Lc0dsmr3JK5G9SCq
OKQfT6hzsOVssJrDxhM1nVAcVlMkcudQ4Xa6kJfp+vfPKo1DZo+4FmOXf9TCkhCL
GHfYSWx33flNRmU4nVLwbd6WIQKBgQC6dyWCx2Na+SJLQiKS9a23qfMV5RoYTGXj
qV9dDmLjVVnX0wR2dopEMyKu2ZGzOga8xscGpFtz+qzuUqCQ8FJl+Fy5/jmW5DUp
keHQrz9DN8oYp2yMEtwf8VjDWjVgKFG6eMkYN2pUc+vf4wHXl8yXlwp89/qxHfhr
pcHHpxxOzQKBgBurtes5N8HVOnLAGGncTmUtVO2n8qzInwsR3Yq712M9onodvGuV
OY+FHQ0u8eRG2XA3BE3twIta66l5wRn0xwDe0FyeUePqTsis9ZVM86f0U6koWb0E
bZMD/rjgIR9zwOlkD69EDQpSThOLUqJnB7UgrMjUC1ef58+vWJsAC9ShAoGBAJK1
pAHdt0KgumbURjeyrVfQk74qX/m2QoR5gtrIsu2C/gldsiky4179jNBdxtFpWlu1
WmrTblE2blGlGUhwjaRFYU/FwrICJAHtEesLt46/mncDY9hiDmfjkJ9DnrNlhchd
uHshPrvr6S5igdSLTyIGaO4iflBU8FxiMrFPvmoRAoGAQnPiQVlE6h+W2lGsO9FD
sDtqp7hSy9HEfHKHCCoiYc3k+e2W5p86SCW0kf7C5RJdqusciDEiDL0kK2uKiDZ6
Wjh1KSwajRs0eA++3KR7fIVhidZ8SVe2rhsJt02eWtQpRj2v+VjmHZOhwNcDM4nI
k06UvdjBwmu4guwCiEG3LPk=
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIC0zCCAlmgAwIBAgIUROMQN9N+qMEPdB2CInx2wMnLN6wwCgYIKoZIzj0EAwIw
LjETMBEGA1UECgwKSW50ZXJsZWF2ZTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkw
IBcNMjYxMTI3MDM1OTI2WhgPMjEyNjExMDMwMzU5MjZaMBQxEjAQBgNVBAMMCWxv
Y2FsaG9zdDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAKrPzlg5gd94
HA4/2QE42flIekRzBmhV+yNptqUkE1EJHyUlNLdvDNfvL4X1a0bg2bpzXrR5qyf3
DgNNMk2YW5XCniDvwKNaAg1rtykm18Z2XprgpFsFab/m9EM2FyH3T2ti/VcJJOZ6
MAi7hp7Nqz4xhf74IKY1Ckq4hKzgdQLZrp5kLx4l3vJQxNBlCtdn/e1A74qDysS+
ipVKIotZJzRSiLZCxRRsubqL8oKvYVk5Juq9EKwbsh6v8hk4VfNurn2Y+1omSqSX
dGAURAb3A0jMsUY04UW+b1xDG6YJ+Xp5RkKev3Ebqd+aojl1C0eFgXJvVDonfsqG
9LN48L+YRm0CAwEAAaOBoTCBnjAJBgNVHRMEAjAAMDwGA1UdEQQ1MDOCCWxvY2Fs
aG9zdIIOKi5leGFtcGxlLnRlc3SHBH8AAAGHEAAAAAAAAAAAAAAAAAAAAAEwHQYD
VR0OBBYEFC/bortpFrdyXJQ8IUPUGzPU628tMB8GA1UdIwQYMBaAFB7SpNHslVBg
K/b6J0ARroUxhDJrMBMGA1UdJQQMMAoGCCsGAQUFBwMBMAoGCCqGSM49BAMCA2gA
MGUCMHe8Yjqx49tWpB04mCzk2/45YsdswaTHxmuiSwsNwRSHPJ6ckxhrz+bg9HxV
7ad+OgIxAL2qtqte8yGrSQpA4UMLKpCaAGwlM4FJNmGZn7V08vrV0OFVKKUXPZWw
XvoeRQWeaQ==
-----END CERTIFICATE-----
"""
# Its validity ended in 2021; the key is written without its point.
EXPIRED = """\
-----BEGIN EC PRIVATE KEY-----
MDECAQEEIKFyUFq951bJO8Z3ip4M3I4w0INqYV3LGal4v13vkf4YoAoGCCqGSM49
AwEH
-----END EC PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBrjCCATSgAwIBAgIBATAKBggqhkjOPQQDAjAuMRMwEQYDVQQKDApJbnRlcmxl
YXZlMRcwFQYDVQQDDA5UZXN0IGF1dGhvcml0eTAeFw0yMDAxMDEwMDAwMDBaFw0y
MTAxMDEwMDAwMDBaMA4xDDAKBgNVBAMMA29sZDBZMBMGByqGSM49AgEGCCqGSM49
AwEHA0IABLiPk4wH+tWrevBPkl0sUcZS+m34KZd83gKvtMRw6HPbbxq+2I34JfZv
b49+8lHu+Z8Dkxi9Df2Ctvce53oLPSujYzBhMAkGA1UdEwQCMAAwFAYDVR0RBA0w
C4IJbG9jYWxob3N0MB0GA1UdDgQWBBShfNvmO0kMKktckDgGFqMw6jddbjAfBgNV
HSMEGDAWgBQe0qTR7JVQYCv2+idAEa6FMYQyazAKBggqhkjOPQQDAgNoADBlAjEA
xdFr6s8uCq85UD+AXl0KFoNTpABGvbcTgcPI44I2Pg92LDyftaXpF1OKY7knzbfw
AjA+k7nb6EaErmnZWjCvXlmiJeX3BKZHv6W9q2yYM2mw3GanbUcamDqT7pQhgmxN
DDI=
-----END CERTIFICATE-----
"""


def describe(error):
    return type(error).__name__, getattr(error, "verify_message", None), str(error).partition(" (_ssl.c")[0]


directory = tempfile.TemporaryDirectory()


def context_of(name, pem):
    path = os.path.join(directory.name, name)
    with open(path, "w") as file:
        file.write(pem)
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(path)
    return made


def trusting(**options):
    made = ssl.create_default_context(cadata=AUTHORITY)
    for name, value in options.items():
        setattr(made, name, value)
    return made


async def fetch(port, name, context, size=5):
    """Say hello, and read the answer."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname=name)
    except (OSError, ValueError) as error:
        return describe(error)
    writer.write(b"hello")
    answer = await reader.readexactly(size)
    found = writer.get_extra_info("ssl_object")
    facts = answer[:5], found.getpeercert()["subject"], found.server_hostname, len(found.get_verified_chain())
    writer.close()
    await writer.wait_closed()
    return facts


async def greet(reader, writer):
    try:
        writer.write((await reader.readexactly(5)).upper())
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    except (OSError, EOFError):
        writer.close()


def choose(connection, name, context):
    if name == "old.example.test":
        connection.context = expired


async def names():
    async with await asyncio.start_server(greet, "127.0.0.1", 0, ssl=server) as listening:
        port = listening.sockets[0].getsockname()[1]
        for name in (
            "localhost",
            "a.example.test",
            "127.0.0.1",
            "::1",
            "a.b.example.test",
            "example.test",
            "LOCALHOST",
        ):
            print(name, await fetch(port, name, trusting()))
        print("expired", await fetch(port, "old.example.test", trusting()))
        print("expired, any name", await fetch(port, "old.example.test", trusting(check_hostname=False)))
        print("unknown", await fetch(port, "localhost", ssl.create_default_context()))
        strict = trusting()
        strict.hostname_checks_common_name = False
        print(await asyncio.gather(*(fetch(port, "localhost", strict) for _ in range(20))) != [])


async def start_tls():
    async def upgrade(reader, writer):
        writer.write((await reader.readline()).upper())
        try:
            await writer.start_tls(server)
            writer.write((await reader.readline()).upper())
            await writer.drain()
        except OSError:
            pass  # a client that refuses the certificate
        writer.close()

    async with await asyncio.start_server(upgrade, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        for name in ("localhost", "elsewhere.test"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"in the clear\n")
            print(await reader.readline(), writer.get_extra_info("cipher"))
            try:
                await writer.start_tls(trusting(), server_hostname=name)
                writer.write(b"under cover\n")
                print(
                    await reader.readline(),
                    writer.get_extra_info("cipher"),
                    writer.get_extra_info("peercert")["version"],
                )
            except ssl.SSLError as error:
                print(*describe(error))
            writer.close()


async def much():
    """More than any buffer holds, both ways at once; ALPN."""
    size = 2_000_000

    async def swallow(reader, writer):
        async def give():
            writer.write(bytes(size))
            await writer.drain()

        task = asyncio.create_task(give())
        print("server read", len(await reader.readexactly(size)))
        await task
        print("server chose", writer.get_extra_info("ssl_object").selected_alpn_protocol())
        writer.close()

    server.set_alpn_protocols(["h2", "http/1.1"])
    client = trusting()
    client.set_alpn_protocols(["http/1.1"])
    async with await asyncio.start_server(swallow, "127.0.0.1", 0, ssl=server) as listening:
        port = listening.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=client, server_hostname="localhost")
        writer.write(bytes(size))
        print("client read", len(await reader.readexactly(size)), await reader.read())
        writer.close()


async def impatience():
    """A server that accepts and says nothing; one that speaks something else; one that is gone."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        try:
            await asyncio.open_connection("127.0.0.1", port, ssl=trusting(), ssl_handshake_timeout=0.05)
        except OSError as error:
            print(type(error).__name__, str(error)[:60])
        waiting = asyncio.create_task(asyncio.open_connection("127.0.0.1", port, ssl=trusting()))
        await asyncio.sleep(0.05)
        waiting.cancel()
        print(await asyncio.gather(waiting, return_exceptions=True))

    async def speak(reader, writer):
        writer.write(b"220 mail.example.test ESMTP\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(speak, "127.0.0.1", 0) as listening:
        try:
            await asyncio.open_connection("127.0.0.1", listening.sockets[0].getsockname()[1], ssl=trusting())
        except ssl.SSLError as error:
            print(*describe(error))


def threads():
    """A thread for each client."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def serve():
            for _ in range(10):
                connection, _ = listening.accept()
                with server.wrap_socket(connection, server_side=True) as peer:
                    peer.sendall(peer.recv(10).upper())

        def ask(number):
            with socket.create_connection(("127.0.0.1", port)) as plain:
                with client.wrap_socket(plain, server_hostname="localhost") as peer:
                    peer.sendall(b"from %d" % number)
                    answers.append(peer.recv(10))

        client, answers = trusting(), []
        every = [threading.Thread(target=serve), *(threading.Thread(target=ask, args=(n,)) for n in range(10))]
        for thread in every:
            thread.start()
        for thread in every:
            thread.join()
        print(sorted(answers))


server, expired = context_of("rsa.pem", RSA), context_of("expired.pem", EXPIRED)
server.sni_callback = choose
for part in (names, start_tls, much, impatience):
    print(part.__name__)
    asyncio.run(part())
threads()
directory.cleanup()

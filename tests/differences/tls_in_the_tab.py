"""TLS between programs in the tab"""

import ssl
import tempfile

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
with tempfile.NamedTemporaryFile("w") as file:
    file.write(PEM)
    file.flush()
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(file.name)
    trusting = ssl.create_default_context(cafile=file.name)
to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
server = serving.wrap_bio(to_server, to_client, server_side=True)
client = trusting.wrap_bio(to_client, to_server, server_hostname="127.0.0.1")
waiting = [client, server]
while waiting:
    try:
        waiting[0].do_handshake()
        waiting.pop(0)
    except ssl.SSLWantReadError:
        waiting.reverse()
print("both agreed on", client.cipher()[1])
client.write(b"a secret")
if b"a secret" in to_server.read():
    print("as the table says")

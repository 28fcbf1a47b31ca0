"""the Internet"""

import socket

refused = 0
for kind, address in ((socket.SOCK_STREAM, ("192.0.2.1", 22)), (socket.SOCK_DGRAM, ("192.0.2.1", 53))):
    with socket.socket(type=kind) as client:
        client.settimeout(1)
        try:
            client.connect(address)
            client.send(b"?")
        except OSError as error:
            print(error)
            refused += "leave the tab" in str(error)
if refused == 2:
    print("as the table says")

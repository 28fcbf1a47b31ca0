"""name resolution"""

import ipaddress
import socket

try:
    address = socket.gethostbyname("somewhere.alt")
except OSError as error:
    print(error)
else:
    print(address, socket.gethostbyname("localhost"))
    if ipaddress.ip_address(address) in ipaddress.ip_network("198.18.0.0/15"):
        print("as the table says")

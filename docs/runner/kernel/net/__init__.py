"""Sockets: addresses and names, the table of ports, and the module `_socket`."""

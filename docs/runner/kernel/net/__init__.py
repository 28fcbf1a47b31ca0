"""Sockets: addresses and names, who holds which port, and the module `_socket`."""

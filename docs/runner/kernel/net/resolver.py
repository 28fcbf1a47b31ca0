"""Names to addresses: the machine's own names and services, numbers, and hosts outside.

There is no name service in the tab: the browser resolves names itself. So each name of a host outside gets an address
in a block that the Internet doesn't use, by which the gateway recognizes the host.
"""

import _socket
import ipaddress
import re
from typing import TypeAlias

from ..processes.system import HOSTNAME
from . import example_domains, services

_LOCAL_NAMES = {"localhost", "localhost.localdomain", "ip4-localhost"}
_LOCAL_NAMES_6 = {"ip6-localhost", "ip6-loopback"}
# The only network interface: its number and name.
LOOPBACK = (1, "lo")

# Linux's numbers (netdb.h): programs print them.
EAI = {
    "EAI_BADFLAGS": -1, "EAI_NONAME": -2, "EAI_AGAIN": -3, "EAI_FAIL": -4, "EAI_FAMILY": -6,
    "EAI_SOCKTYPE": -7, "EAI_SERVICE": -8, "EAI_MEMORY": -10, "EAI_SYSTEM": -11, "EAI_OVERFLOW": -12,
    "EAI_ADDRFAMILY": -9, "EAI_NODATA": -5,
}  # fmt: skip
AI = {
    "AI_PASSIVE": 1, "AI_CANONNAME": 2, "AI_NUMERICHOST": 4, "AI_V4MAPPED": 8, "AI_ALL": 16,
    "AI_ADDRCONFIG": 32, "AI_NUMERICSERV": 1024,
}  # fmt: skip
NI = {"NI_NUMERICHOST": 1, "NI_NUMERICSERV": 2, "NI_NOFQDN": 4, "NI_NAMEREQD": 8, "NI_DGRAM": 16}

Info: TypeAlias = tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int]]


# Reserved for benchmarking (RFC 2544): no host has such an address.
_OUTSIDE = ipaddress.IPv4Network("198.18.0.0/15")
_outside: dict[str, str] = {}
_names: dict[str, str] = {}
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?!\d+\Z)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# Domains that can't contain hosts (RFC 6761, RFC 7686).
_NOWHERE = (".invalid", ".test", ".example", ".onion")


def _no_such_name() -> _socket.gaierror:
    return _socket.gaierror(EAI["EAI_NONAME"], "Name or service not known")


def _outside_address(name: str) -> str:
    """The address assigned to a host outside. Raises socket.gaierror for a name that no host can have."""
    address = _outside.get(name)
    if address is None:
        if not _NAME.fullmatch(name) or len(name) > 253 or name.endswith(_NOWHERE) or example_domains.is_unknown(name):
            raise _no_such_name()
        address = _outside[name] = str(_OUTSIDE[len(_outside) + 1])
        _names[address] = name
    return address


def name_of(address: str) -> str | None:
    """The name of the host outside to which an address was assigned."""
    return _names.get(address)


def is_local_name(name: str) -> bool:
    """Whether a name belongs to this machine."""
    return name in _LOCAL_NAMES or name in _LOCAL_NAMES_6 or name == HOSTNAME or name.endswith(".localhost")


def numeric(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Parse a numeric address, None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:  # "127.1" and "0x7f000001" are addresses too
        return ipaddress.IPv4Address(_socket.inet_aton(host))
    except OSError:
        return None


def addresses(host: str) -> list[str]:
    """The addresses of a name or a numeric address. Raises socket.gaierror."""
    address = numeric(host)
    if address is not None:
        return [str(address)]
    name = host.rstrip(".").lower()
    if name in _LOCAL_NAMES_6:
        return ["::1"]
    if is_local_name(name):
        return ["127.0.0.1"]
    if not name.isascii() or any(not 0 < len(label) < 64 for label in name.split(".")):
        name = name.encode("idna").decode()
    return [_outside_address(name)]


def _scope(host: str) -> int:
    """The number of the interface after the "%" of an IPv6 address. Raises socket.gaierror."""
    _, marked, name = host.partition("%")
    if not marked or name.isdecimal():
        return int(name or 0)
    if name == LOOPBACK[1]:
        return LOOPBACK[0]
    raise _socket.gaierror(EAI["EAI_NONAME"], "Name or service not known")


def _port(port: str | bytes | int | None, flags: int) -> int:
    if port is None:
        return 0
    if isinstance(port, bytes):
        port = port.decode()
    if isinstance(port, str):
        port.encode()
        if port.isdecimal():
            return int(port) & 0xFFFF
        if port == "":
            return 0
        if flags & AI["AI_NUMERICSERV"]:
            raise _socket.gaierror(EAI["EAI_NONAME"], "Name or service not known")
        number = services.port_of(port)
        if number is None:
            raise _socket.gaierror(EAI["EAI_SERVICE"], "Servname not supported for ai_socktype")
        return number
    return int(port) & 0xFFFF


def getaddrinfo(
    host: str | bytes | None,
    port: str | bytes | int | None,
    family: int = 0,
    type: int = 0,
    proto: int = 0,
    flags: int = 0,
) -> list[Info]:
    """The arguments for `socket` and `connect` to reach a host and service. Raises socket.gaierror."""
    if host is None and port is None:
        raise _socket.gaierror(EAI["EAI_NONAME"], "Name or service not known")
    if isinstance(host, (bytes, bytearray)):
        try:
            host = host.decode("ascii")
        except UnicodeDecodeError:
            raise _socket.gaierror(EAI["EAI_NONAME"], "Name or service not known") from None
    elif host is not None and not isinstance(host, str):
        raise TypeError("getaddrinfo() argument 1 must be string or None")
    if port is not None and not isinstance(port, (str, bytes, int)):
        raise OSError("Int or String expected")
    number = _port(port, flags)
    if family not in (_socket.AF_UNSPEC, _socket.AF_INET, _socket.AF_INET6):
        raise _socket.gaierror(EAI["EAI_FAMILY"], "ai_family not supported")
    if not host:
        found = ["0.0.0.0", "::"] if flags & AI["AI_PASSIVE"] else ["127.0.0.1", "::1"]
    elif flags & AI["AI_NUMERICHOST"] and numeric(host.partition("%")[0]) is None:
        raise _socket.gaierror(EAI["EAI_NONAME"], "Name or service not known")
    else:
        found = addresses(host.partition("%")[0])
    kinds = [
        (kind, protocol)
        for kind, protocol in ((_socket.SOCK_STREAM, 6), (_socket.SOCK_DGRAM, 17))
        if type in (0, kind) and proto in (0, protocol)
    ]
    if not kinds:
        raise _socket.gaierror(EAI["EAI_SOCKTYPE"], "ai_socktype not supported")
    canonical = (host or "") if flags & AI["AI_CANONNAME"] else ""
    infos: list[Info] = []
    for address in found:
        is_v6 = ":" in address
        if family == _socket.AF_INET6 and not is_v6:
            if host and numeric(host) is None and address == "127.0.0.1":
                address, is_v6 = "::1", True
            elif name_of(address) is not None:
                raise _socket.gaierror(
                    EAI["EAI_NODATA"],
                    "No address associated with hostname: hosts outside the tab have IPv4 addresses here",
                )
            elif host and flags & AI["AI_V4MAPPED"]:
                address, is_v6 = f"::ffff:{address}", True
            elif host:
                raise _socket.gaierror(EAI["EAI_ADDRFAMILY"], "Address family for hostname not supported")
        if family not in (_socket.AF_UNSPEC, _socket.AF_INET6 if is_v6 else _socket.AF_INET):
            if host:
                raise _socket.gaierror(EAI["EAI_ADDRFAMILY"], "Address family for hostname not supported")
            continue
        for kind, protocol in kinds:
            if is_v6:
                infos.append((_socket.AF_INET6, kind, protocol, canonical, (address, number, 0, _scope(host or ""))))
            else:
                infos.append((_socket.AF_INET, kind, protocol, canonical, (address, number)))
    return infos


def _check_port(port: int, caller: str) -> None:
    if not 0 <= port <= 0xFFFF:
        raise OverflowError(f"{caller}: port must be 0-65535.")


def getnameinfo(sockaddr: tuple[str, int], flags: int, /) -> tuple[str, str]:
    """The host and service names of an address. Raises socket.gaierror."""
    if not isinstance(sockaddr, tuple):
        raise TypeError("getnameinfo() argument 1 must be a tuple")
    if not 2 <= len(sockaddr) <= 4 or not isinstance(sockaddr[0], str) or not isinstance(sockaddr[1], int):
        raise TypeError("getnameinfo(): illegal sockaddr argument")
    host, port = sockaddr[0], sockaddr[1]
    if len(sockaddr) > 2 and not 0 <= sockaddr[2] <= 0xFFFFF:
        raise OverflowError("getnameinfo(): flowinfo must be 0-1048575.")
    address = numeric(host.partition("%")[0])
    if address is None:
        raise _socket.gaierror(EAI["EAI_NONAME"], "Name or service not known")
    name = str(address)
    if len(sockaddr) > 3 and sockaddr[3] == LOOPBACK[0]:
        name += f"%{LOOPBACK[1]}"
    if not flags & NI["NI_NUMERICHOST"]:
        known = "localhost" if host in ("127.0.0.1", "::1") else name_of(host)
        if known is not None:
            name = known
        elif flags & NI["NI_NAMEREQD"]:
            raise _socket.gaierror(EAI["EAI_NONAME"], "Name or service not known")
    service = str(port)
    if not flags & NI["NI_NUMERICSERV"]:
        service = services.name_of(port) or service
    return name, service


def gethostbyname(host: str) -> str:
    """The IPv4 address of a name. Raises socket.gaierror."""
    if host == "":
        return "0.0.0.0"
    found = getaddrinfo(host, 0, _socket.AF_INET, _socket.SOCK_STREAM)
    return found[0][4][0]


def gethostbyname_ex(host: str) -> tuple[str, list[str], list[str]]:
    """A name, its aliases and its IPv4 addresses. Raises socket.gaierror."""
    return host, [], [gethostbyname(host)]


def gethostbyaddr(host: str) -> tuple[str, list[str], list[str]]:
    """The name of an address, its aliases and its addresses. Raises socket.herror."""
    address = addresses(host)[0]
    name = "localhost" if address in ("127.0.0.1", "::1") else name_of(address)
    if name is None:
        raise _socket.herror(1, "Unknown host")
    return name, [], [address]


def gethostname() -> str:
    """This machine's name."""
    return HOSTNAME


def getservbyname(name: str, protocol: str | None = None, /) -> int:
    """The port of a service. Raises OSError."""
    port = services.port_of(name, protocol)
    if port is None:
        raise OSError("service/proto not found")
    return port


def getservbyport(port: int, protocol: str | None = None, /) -> str:
    """The service of a port. Raises OSError."""
    _check_port(port, "getservbyport")
    name = services.name_of(port, protocol)
    if name is None:
        raise OSError("port/proto not found")
    return name


def getprotobyname(name: str, /) -> int:
    """The number of a protocol. Raises OSError."""
    try:
        return services.protocols()[name]
    except KeyError:
        raise OSError("protocol not found") from None

"""Evidence for `socket`."""

import os
import socket
import threading

from prelude import proves, raised, report


@proves("socket.socket", "socket.SocketType", "socket.create_server", "socket.create_connection")
def connections() -> object:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: server.accept()[0].sendall(b"hello"))
        thread.start()
        with socket.create_connection(server.getsockname(), timeout=10) as client:
            data = client.recv(10).decode()
            kinds = [client.family.name, client.type.name, client.proto, client.gettimeout()]
        thread.join()
        address = server.getsockname()
    return [data, kinds, raised(socket.create_connection, address), isinstance(server, socket.SocketType)]


@proves("socket.socketpair", "socket.SocketIO")
def pairs() -> object:
    one, two = socket.socketpair()
    with one, two, one.makefile("wb", buffering=0) as raw:
        found = [isinstance(raw, socket.SocketIO), raw.write(b"abc"), two.recv(10).decode(), one.family.name]
    return found


@proves("socket.dup", "socket.close", "socket.fromfd")
def descriptors() -> object:
    one, two = socket.socketpair()
    copy = socket.fromfd(one.fileno(), one.family, one.type)
    fd = socket.dup(one.fileno())
    one.close()
    found = [copy.send(b"ab"), two.recv(5).decode(), raised(socket.close, fd)]
    copy.close()
    found += [two.recv(5).decode(), raised(socket.close, fd)]
    two.close()
    return found


@proves("socket.send_fds", "socket.recv_fds", "socket.CMSG_LEN", "socket.CMSG_SPACE")
def sent_descriptors() -> object:
    one, two = socket.socketpair()
    reader, writer = os.pipe()
    socket.send_fds(one, [b"x"], [writer])
    data, fds, _, _ = socket.recv_fds(two, 10, 1)
    os.write(fds[0], b"through")
    found = [data.decode(), os.read(reader, 10).decode()]
    for fd in (reader, writer, *fds):
        os.close(fd)
    one.close()
    two.close()
    return [*found, socket.CMSG_LEN(0) > 0, socket.CMSG_SPACE(4) >= socket.CMSG_LEN(4)]


@proves("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyname_ex", "socket.AddressInfo")
def names_to_addresses() -> object:
    found = socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    flags = [flag.name for flag in socket.AddressInfo if flag.name in ("AI_PASSIVE", "AI_NUMERICHOST", "AI_CANONNAME")]
    found.append(raised(socket.getaddrinfo, "127.0.0.1", "no such service"))
    return [found, socket.gethostbyname("localhost"), socket.gethostbyname_ex("127.0.0.1")[2], flags]


@proves("socket.gethostbyaddr", "socket.getnameinfo", "socket.getfqdn")
def addresses_to_names() -> object:
    numbers = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV
    found = [socket.gethostbyaddr("127.0.0.1")[0], socket.getnameinfo(("127.0.0.1", 80), numbers)]
    return [*found, socket.getnameinfo(("127.0.0.1", 80), 0), bool(socket.getfqdn())]


@proves("socket.gethostname")
def own_name() -> object:
    return socket.gethostname() == os.uname().nodename


@proves("socket.sethostname")
def set_name() -> object:
    assert os.getuid(), "as root this would change the name"
    return raised(socket.sethostname, "other")


@proves("socket.getprotobyname", "socket.getservbyname", "socket.getservbyport")
def services() -> object:
    protocols = [socket.getprotobyname(name) for name in ("tcp", "udp", "icmp")]
    names = ("ftp", "ssh", "smtp", "domain", "http", "pop3", "imap2", "https", "imaps", "postgresql", "mysql")
    ports = [[name, socket.getservbyname(name, "tcp")] for name in names]
    by_port = [socket.getservbyport(port) for port in (22, 25, 53, 80, 443)]
    return [protocols, ports, by_port, raised(socket.getservbyname, "absent"), raised(socket.getservbyport, 47)]


@proves("socket.getdefaulttimeout", "socket.setdefaulttimeout", "socket.timeout")
def timeouts() -> object:
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(0.01)
    try:
        one, two = socket.socketpair()
        with one, two:
            return [before, socket.getdefaulttimeout(), raised(one.recv, 1), socket.timeout is TimeoutError]
    finally:
        socket.setdefaulttimeout(before)


@proves("socket.has_dualstack_ipv6")
def both_families() -> object:
    return socket.has_dualstack_ipv6()


@proves("socket.htonl", "socket.htons", "socket.ntohl", "socket.ntohs")
def byte_orders() -> object:
    return [socket.htonl(1), socket.htons(1), socket.ntohl(1 << 24), socket.ntohs(256), raised(socket.htons, -1)]


@proves("socket.inet_aton", "socket.inet_ntoa", "socket.inet_ntop", "socket.inet_pton")
def address_formats() -> object:
    six = socket.inet_pton(socket.AF_INET6, "::1")
    found = [
        list(socket.inet_aton("127.1")),
        socket.inet_ntoa(b"\1\2\3\4"),
        list(six),
        socket.inet_ntop(socket.AF_INET6, six),
    ]
    return [*found, raised(socket.inet_pton, socket.AF_INET, "1.2.3")]


@proves("socket.if_nameindex", "socket.if_nametoindex", "socket.if_indextoname")
def interfaces() -> object:
    return [
        (1, "lo") in socket.if_nameindex(),
        socket.if_nametoindex("lo"),
        socket.if_indextoname(1),
        raised(socket.if_indextoname, 999),
    ]


@proves("socket.error", "socket.gaierror", "socket.herror")
def errors() -> object:
    return [
        socket.error is OSError,
        socket.gaierror.__mro__[1].__name__,
        socket.herror.__mro__[1].__name__,
        raised(socket.gethostbyname, ""),
    ]


@proves("socket.AddressFamily", "socket.SocketKind", "socket.MsgFlag", "socket.IntEnum", "socket.IntFlag")
def enumerations() -> object:
    kinds = [[int(kind), kind.name] for kind in socket.SocketKind]
    named = [
        repr(socket.AF_INET),
        repr(socket.AF_UNIX),
        repr(socket.MSG_PEEK),
        socket.IntEnum.__name__,
        socket.IntFlag.__name__,
    ]
    return [kinds, named, type(socket.AF_INET6) is socket.AddressFamily]


@proves("socket.CAPI")
def capsule() -> object:
    return type(socket.CAPI).__name__


report()

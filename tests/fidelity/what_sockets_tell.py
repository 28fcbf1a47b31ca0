"""Sockets that aren't connected, or not yet; errors without the name of a file; who is at the other end; what may be inherited"""

import array
import errno
import os
import select
import socket
import struct
import subprocess
import sys


def attempt(name, function, *arguments):
    try:
        print(name, function(*arguments))
    except Exception as error:
        print(name, type(error).__name__, error)


for call in ("send", "sendall"):
    attempt(call, getattr(socket.socket(), call), b"x")
attempt("sendto", socket.socket().sendto, b"x", ("127.0.0.1", 9))
attempt("recv", socket.socket().recv, 1)
attempt("unix send", socket.socket(socket.AF_UNIX).send, b"x")
for call in ("connect", "bind"):
    attempt(f"unix {call}", getattr(socket.socket(socket.AF_UNIX), call), "/nowhere/socket")
attempt("unix sendto", socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto, b"x", "/nowhere/socket")
attempt("type", socket.socket, socket.AF_INET, 77)
attempt("option", socket.socket().setsockopt, socket.SOL_SOCKET, 9999, 1)
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    one = socket.socket(socket.AF_INET, kind)
    same = socket.socket(fileno=os.dup(one.fileno()))
    print(one.proto, same.proto, one.getsockopt(socket.SOL_SOCKET, socket.SO_PROTOCOL))

# An attempt to connect that isn't waited for: its success is told once.
listener = socket.create_server(("127.0.0.1", 0))
client = socket.socket()
client.setblocking(False)
print(errno.errorcode[client.connect_ex(listener.getsockname())])
select.select([], [client], [])
print([client.connect_ex(listener.getsockname()) for _ in range(2)] == [0, errno.EISCONN])

# Who is at the other end, and who sends.
left, right = socket.socketpair()
credentials = struct.pack("3i", os.getpid(), os.getuid(), os.getgid())
print(left.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12) == credentials)
print(struct.unpack("3i", socket.socket(socket.AF_UNIX).getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)))
right.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
left.send(b"signed")
data, ancillary, flags, _ = right.recvmsg(10, socket.CMSG_SPACE(12))
print(data, [(level, kind, content == credentials) for level, kind, content in ancillary], flags)
right.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)

# A descriptor that comes through a socket is inherited, unless the receiver says otherwise.
reading, writing = os.pipe()
for flags in (0, socket.MSG_CMSG_CLOEXEC):
    left.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [writing]))])
    _, ancillary, _, _ = right.recvmsg(1, socket.CMSG_SPACE(4), flags)
    (fd,) = array.array("i", ancillary[0][2])
    print(os.get_inheritable(fd))

# epoll watches what a descriptor refers to: it goes on while another descriptor of the same is open.
epoll = select.epoll()
epoll.register(reading, select.EPOLLIN)
copy = os.dup(reading)
os.close(reading)
os.write(writing, b"x")
print(len(epoll.poll(0)))
os.close(copy)
print(len(epoll.poll(0)))

attempt("select", select.select, [1024], [], [])
attempt("pass_fds", lambda: subprocess.Popen([sys.executable, "-c", ""], pass_fds=(500,)))

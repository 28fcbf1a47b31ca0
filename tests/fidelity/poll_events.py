"""What poll, select and epoll tell of each kind of descriptor."""

import errno
import os
import select
import socket
import tempfile
import threading

NAMES = {"POLLIN": 1, "POLLPRI": 2, "POLLOUT": 4, "POLLERR": 8, "POLLHUP": 16, "POLLNVAL": 32, "POLLRDHUP": 0x2000}


def events(fd):
    p = select.poll()
    p.register(fd, 1 | 2 | 4 | 0x2000)
    found = dict(p.poll(0)).get(fd if isinstance(fd, int) else fd.fileno(), 0)
    polled = "|".join(n.removeprefix("POLL") for n, b in NAMES.items() if found & b) or "0"
    with select.epoll() as e:
        try:
            e.register(fd, 1 | 2 | 4 | 0x2000)
            found = dict(e.poll(0)).get(fd if isinstance(fd, int) else fd.fileno(), 0)
            epolled = "|".join(n.removeprefix("POLL") for n, b in NAMES.items() if found & b) or "0"
        except OSError as error:
            epolled = errno.errorcode[error.errno]
    try:
        r, w, x = select.select([fd], [fd], [fd], 0)
        selected = "".join(c for c, l in zip("rwx", (r, w, x)) if l)
    except OSError as error:
        selected = errno.errorcode[error.errno]
    return f"{polled} epoll {epolled} select {selected or '-'}"


def show(what, fd):
    print(f"{what}: {events(fd)}")


r, w = os.pipe()
show("pipe r empty", r)
show("pipe w", w)
os.write(w, b"x")
show("pipe r data", r)
os.read(r, 1)
os.set_blocking(w, False)
try:
    while True:
        os.write(w, bytes(4096))
except BlockingIOError:
    pass
show("pipe w full", w)
os.close(w)
show("pipe r data, closed w", r)
while os.read(r, 65536):
    pass
show("pipe r closed w", r)
os.close(r)
r, w = os.pipe()
os.close(r)
show("pipe w closed r", w)
os.close(w)
for family in ("unix", "tcp"):

    def pair():
        if family == "unix":
            return socket.socketpair()
        l = socket.create_server(("127.0.0.1", 0))
        a = socket.create_connection(l.getsockname())
        b, _ = l.accept()
        l.close()
        return a, b

    a, b = pair()
    show(f"{family} idle", a)
    b.send(b"x")
    show(f"{family} data", a)
    b.shutdown(socket.SHUT_WR)
    show(f"{family} peer WR, data", a)
    a.recv(9)
    show(f"{family} peer WR", a)
    show(f"{family} own WR", b)
    a.shutdown(socket.SHUT_WR)
    show(f"{family} both WR", a)
    show(f"{family} both WR b", b)
    a.close()
    b.close()
    a, b = pair()
    a.shutdown(socket.SHUT_RD)
    show(f"{family} own RD", a)
    show(f"{family} peer RD", b)
    a.close()
    b.close()
    a, b = pair()
    a.shutdown(socket.SHUT_RDWR)
    show(f"{family} own RDWR", a)
    show(f"{family} peer RDWR", b)
    a.close()
    b.close()
    a, b = pair()
    b.close()
    show(f"{family} peer closed", a)
    try:
        print(family, "send after close", a.send(b"x"))
    except OSError as e:
        print(family, "send after close", errno.errorcode[e.errno])
    show(f"{family} peer closed, sent", a)
    try:
        print(a.recv(1))
    except OSError as e:
        print(family, "recv", errno.errorcode[e.errno])
    show(f"{family} peer closed, received", a)
    a.close()
    a, b = pair()
    a.send(b"unread")
    b.close()
    show(f"{family} peer closed unread", a)
    try:
        print(a.recv(1))
    except OSError as e:
        print(family, "recv", errno.errorcode[e.errno])
    show(f"{family} reset, seen", a)
    a.close()
s = socket.socket()
show("new tcp", s)
s.bind(("127.0.0.1", 0))
show("bound tcp", s)
s.listen()
show("listener", s)
c = socket.create_connection(s.getsockname())
show("listener with one", s)
s.shutdown(socket.SHUT_WR)
show("listener shut WR", s)
s.shutdown(socket.SHUT_RD)
show("listener shut RD", s)
try:
    s.accept()
except OSError as e:
    print("accept", errno.errorcode[e.errno])
try:
    s.shutdown(socket.SHUT_RD)
except OSError as e:
    print("shutdown", errno.errorcode[e.errno])
show("client of it", c)
try:
    socket.create_connection(s.getsockname())
except OSError as e:
    print("connect", errno.errorcode[e.errno])
s.listen()
c2 = socket.create_connection(s.getsockname())
show("listening again", s)
s.close()
c.close()
c2.close()
s = socket.socket()
s.bind(("127.0.0.1", 0))
name = s.getsockname()
s.close()
s = socket.socket()
s.setblocking(False)
try:
    s.connect(name)
except OSError as e:
    print("connect", errno.errorcode[e.errno])
show("refused", s)
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == errno.ECONNREFUSED)
show("refused, seen", s)
s.close()
d = tempfile.mkdtemp()
u = socket.socket(socket.AF_UNIX)
show("new unix", u)
u.bind(d + "/s")
show("bound unix", u)
u.listen()
show("unix listener", u)
c = socket.socket(socket.AF_UNIX)
c.connect(d + "/s")
show("unix listener with one", u)
u.accept()[0].close()
u.shutdown(socket.SHUT_RDWR)
show("unix listener shut", u)
try:
    u.accept()
except OSError as e:
    print("accept", errno.errorcode[e.errno])
c = socket.socket(socket.AF_UNIX)
try:
    c.connect(d + "/s")
except OSError as e:
    print("connect", errno.errorcode[e.errno])
u.close()
for kind in ("udp", "unix dgram"):
    if kind == "udp":
        a = socket.socket(type=socket.SOCK_DGRAM)
        show("new udp", a)
        a.bind(("127.0.0.1", 0))
        b = socket.socket(type=socket.SOCK_DGRAM)
        b.bind(("127.0.0.1", 0))
        b.connect(a.getsockname())
        a.connect(b.getsockname())
    else:
        a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    show(f"{kind} idle", a)
    b.send(b"x")
    show(f"{kind} data", a)
    a.recv(1)
    b.close()
    show(f"{kind} peer closed", a)
    try:
        print(kind, "send", a.send(b"x"))
    except OSError as e:
        print(kind, "send", errno.errorcode[e.errno])
    show(f"{kind} peer closed, sent", a)
    if kind == "udp":
        try:
            print(kind, "recv", a.recv(1))
        except OSError as e:
            print(kind, "recv", errno.errorcode[e.errno])
    a.close()
with tempfile.TemporaryFile() as f:
    show("file", f)
e = select.epoll()
show("epoll", e)
try:
    e.register(e)
except OSError as x:
    print("epoll in itself", errno.errorcode[x.errno])
f = select.epoll()
e.register(f)
try:
    f.register(e)
    print("cycle")
except OSError as x:
    print("epoll cycle", errno.errorcode[x.errno])
all = [select.epoll() for _ in range(8)]
for n, (x, y) in enumerate(zip(all, all[1:])):
    try:
        x.register(y, 1)
    except OSError as error:
        print("downwards", n, errno.errorcode[error.errno])
        break
all = [select.epoll() for _ in range(8)]
for n, (x, y) in enumerate(zip(all[1:], all)):
    try:
        x.register(y, 1)
    except OSError as error:
        print("upwards", n, errno.errorcode[error.errno])
        break
r, w = os.pipe()
a, b = select.epoll(), select.epoll()
a.register(r, 1)
b.register(a, 1)
os.write(w, b"x")
print(b.poll(0) == [(a.fileno(), 1)])
# However little a time is below 0, poll waits for ever.
for milliseconds in (-1e-100, -0.1, -5):
    r, w = os.pipe()
    p = select.poll()
    p.register(r, select.POLLIN)
    waiting = threading.Thread(target=p.poll, args=(milliseconds,))
    waiting.start()
    waiting.join(0.05)
    print(waiting.is_alive())
    os.write(w, b"x")
    waiting.join()

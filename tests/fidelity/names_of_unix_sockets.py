"""The names of Unix sockets of each kind, bound or not, and what receivers hear of the sender."""

import os
import socket
import tempfile

for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM, socket.SOCK_SEQPACKET):
    one, other = socket.socketpair(socket.AF_UNIX, kind)
    one.send(b"x")
    print(other.recvfrom(5), repr(one.getsockname()), repr(one.getpeername()))
    one.sendmsg([b"y"])
    print(other.recvmsg(5))
    one.send(b"z")
    print(other.recvfrom_into(bytearray(4)))
    one.close()
    other.close()

with (
    tempfile.TemporaryDirectory() as directory,
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver,
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender,
):
    print(repr(receiver.getsockname()), repr(sender.getsockname()))
    os.chdir(directory)
    receiver.bind("receiver")
    print(repr(receiver.getsockname()), os.path.exists("receiver"))
    sender.sendto(b"not bound", "receiver")
    print(receiver.recvmsg(20))
    sender.connect("receiver")
    sender.send(b"connected")
    print(receiver.recvfrom(20), repr(sender.getsockname()), repr(sender.getpeername()))
    sender.bind("\0sender")
    sender.send(b"bound")
    data, address = receiver.recvfrom(20)
    print(data, address, sender.getsockname())
    print(receiver.sendto(b"answer", address), sender.recv(20))
    for kind in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET):
        with socket.socket(socket.AF_UNIX, kind) as listener, socket.socket(socket.AF_UNIX, kind) as client:
            listener.bind(f"listener {kind}")
            listener.listen()
            client.connect(f"./listener {kind}")
            accepted, address = listener.accept()
            print(client.getpeername(), accepted.getsockname(), repr(address), repr(accepted.getpeername()))
            accepted.close()
    os.chdir("/")

with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as nameless:
    nameless.bind("")
    print(type(nameless.getsockname()), len(nameless.getsockname()))

"""Channels between interpreters: what is sent arrives, waits end, ends are closed, and what an ended interpreter sent."""

import threading
import time
from concurrent import interpreters

import _interpchannels as channels


def show(label, call, *args, **kwargs):
    try:
        print(label, repr(call(*args, **kwargs)))
    except Exception as error:
        print(label, type(error).__name__, error)


cid = channels.create(3)
base = int(cid)
print(
    type(cid).__name__,
    cid.end,
    cid.send.end,
    cid.recv.end,
    cid == cid.send,
    cid.send == cid.send,
    cid == base,
    cid == "x",
    hash(cid) == hash(base),
)
show("empty", channels.recv, cid)
for value in (None, 7, "text", b"bytes", (1, (2.5, True)), cid.send):
    channels.send(cid, value, blocking=False)
print(channels.get_count(cid), [channels.recv(cid)[0] for _ in range(5)], channels.recv(cid)[0].end)
show("default", channels.recv, cid, "nothing")

received = []


def receiver():
    while True:
        try:
            received.append(channels.recv(cid)[0])
            break
        except channels.ChannelEmptyError:
            time.sleep(0.01)


thread = threading.Thread(target=receiver)
thread.start()
channels.send(cid, "waited for")
thread.join()
print(received)
show("late", channels.send, cid, 1, timeout=0.01)
show("taken back", channels.get_count, cid)
show("no wait", channels.send, cid, 1, blocking=False, timeout=1)
show("negative", channels.send, cid, 1, timeout=-1)

other = interpreters.create()
other.exec(f"""
import _interpchannels as channels
for value, unbound in (("one", 3), ("two", 1), ("three", 2)):
    channels.send({base}, value, unbound, blocking=False)
""")
print(
    channels.list_interpreters(cid, send=True)[:1], channels.list_interpreters(cid, send=False), channels.get_count(cid)
)
print(channels.recv(cid))
other.exec(f"channels.send({base}, 'four', 3, blocking=False)")
other.close()
print(channels.get_count(cid), channels.recv(cid), channels.recv(cid), channels.list_interpreters(cid, send=True))

channels.send(cid, "left", blocking=False)
show("close", channels.close, cid)
show("close send", channels.close, cid, send=True)
print(channels.get_info(cid)[:4])
show("send", channels.send, cid, 1)
show("recv", channels.recv, cid)
show("recv", channels.recv, cid)
print(channels.get_info(cid)[:4])
show("release", channels.release, cid)
channels.destroy(cid)
show("destroyed", channels.get_info, cid)

cid = channels.create(3)
channels.send(cid, 1, blocking=False)
channels.recv(cid)
channels.release(cid, send=True)
show("released", channels.send, cid, 1)
show("still open", channels.recv, cid, "nothing")
waits = channels.create(3)


def waiter():
    show("waiter", channels.send, waits, 1)


thread = threading.Thread(target=waiter)
thread.start()
while not channels.get_count(waits):
    time.sleep(0.01)
channels.close(waits, force=True)
thread.join()
for bad in ("x", 1.0, -1, 1 << 64, 10**6):
    show("bad", channels.recv, bad)
print([tuple(map(int, entry)) for entry in channels.list_all()])

import queue
import threading


class Worker(threading.Thread):
    def __init__(self, name):
        super().__init__(name=name)
        self.inbox = queue.Queue()
        self.peer = None

    def run(self):
        self.inbox.get()
        self.peer.inbox.put(1)


a, b = Worker("a"), Worker("b")
a.peer, b.peer = b, a
a.start()
b.start()

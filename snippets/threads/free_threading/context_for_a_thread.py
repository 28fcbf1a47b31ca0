"""Thread(context=...): the same context variables on both builds"""
# /// script
# requires-python = ">=3.14"
# ///

import threading
from contextvars import Context, ContextVar, copy_context

user: ContextVar[str] = ContextVar("user", default="nobody")


def report() -> None:
    print(f"{threading.current_thread().name}: {user.get()}")


user.set("ada")
for name, context in (("a copy", copy_context()), ("an empty context", Context())):
    thread = threading.Thread(target=report, name=name, context=context)
    thread.start()
    thread.join()

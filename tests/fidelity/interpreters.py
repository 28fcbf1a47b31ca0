"""Several interpreters in one process, their queues, and the pool of them"""

import os
import pickle
import sys
import threading
import time
from concurrent import interpreters
from concurrent.futures import InterpreterPoolExecutor
from concurrent.interpreters import _queues

FACTOR = 3


def stateless(a, b):
    return a + b, __builtins__ is not None


def uses_globals(n):
    return n * FACTOR, __name__


def fails():
    raise LookupError("on purpose")


def who():
    return interpreters.get_current().id, os.getpid()


def attempt(title, function, *args):
    try:
        print(title, "->", function(*args))
    except Exception as error:
        while error is not None:
            text = str(error).splitlines()[0].split(" at 0x")[0]
            print(title, "->", type(error).__name__, text)
            error = error.__cause__


def basics():
    interp = interpreters.create()
    print(interp, interp.whence, interpreters.get_main(), interpreters.get_current(), interpreters.list_all())
    interp.exec("x = 1")
    interp.exec("x += 1; print('x is', x)")
    interp.exec("import sys; print(__name__, 'fidelity' in sys.modules, sys.argv == [], sorted(globals()))")
    interp.exec(f"import os; print('same process:', os.getpid() == {os.getpid()}, os.getppid() == {os.getppid()})")
    interp.prepare_main(a=1, b=(2.5, "text", b"bytes", None, True))
    interp.exec("print(a, b)")
    attempt("unshareable", interp.prepare_main, {"a": []})
    print(interp.call(stateless, 1, 2), interp.call(uses_globals, 2), interp.call(len, [1, 2]))
    print([interpreters.is_shareable(value) for value in (1, "a", (1,), [], None, interp, len, memoryview(b""))])
    print("running:", interp.is_running(), interpreters.get_main().is_running())
    interp.close()
    attempt("closed", interp.exec, "1")
    attempt("closed twice", interp.close)


def errors():
    interp = interpreters.create()
    for code in ("1/0", "x =", "import sys; sys.exit(3)", "raise KeyboardInterrupt", 1, fails, stateless):
        attempt("exec", interp.exec, code)
    attempt("call", interp.call, fails)
    attempt("call", interp.call, 1)
    local = [1]
    attempt("closure", interp.call, lambda: local)
    attempt("exec a closure", interp.exec, lambda: print(local))
    attempt("result", interp.call, lambda: open(0, closefd=False))
    try:
        interp.call(fails)
    except interpreters.ExecutionFailed as error:
        print(error)
        print(error.excinfo.type.__name__, error.excinfo.msg, error.excinfo.formatted)
    attempt("main", interpreters.get_main().exec, "1")
    attempt("main", interpreters.get_main().close)
    interp.exec("from concurrent import interpreters")
    attempt("itself", interp.exec, "interpreters.get_current().close()")
    attempt("unknown", interpreters.Interpreter, 99)
    thread = interp.call_in_thread(time.sleep, 0.5)
    while not interp.is_running():
        time.sleep(0.01)
    attempt("running", interp.exec, "1")
    attempt("running", interp.close)
    thread.join()
    interp.close()


def at_the_end():
    interp = interpreters.create()
    interp.exec("import atexit, threading, time, sys; atexit.register(print, 'exit handler')")
    interp.exec("def broken(): raise OSError('in a thread')")
    interp.exec("threading.excepthook = lambda args: print('hook:', args.exc_value)")
    interp.exec("t = threading.Thread(target=broken); t.start(); t.join()")
    interp.exec("import signal\ntry: signal.signal(2, print)\nexcept ValueError as error: print(error)")
    interp.exec("try: threading.Thread(daemon=True)\nexcept RuntimeError as error: print(error)")
    interp.exec("def late(): time.sleep(0.2); print('late thread')")
    interp.exec("threading.Thread(target=late).start(); print('started')")
    interp.close()
    print("closed")


def queues():
    queue = interpreters.create_queue(3)
    interp = interpreters.create()
    interp.prepare_main(queue=queue)
    interp.exec("from concurrent.interpreters import _queues")
    interp.exec("queue.put(1); queue.put(2, unbounditems=_queues.UNBOUND_ERROR)")
    interp.exec("queue.put(3, unbounditems=_queues.UNBOUND_REMOVE)")
    print(queue.qsize(), queue.full(), queue.maxsize)
    attempt("full", queue.put_nowait, 4)
    interp.close()
    print(queue.qsize())
    for _ in range(3):
        attempt("get", queue.get_nowait)
    for value in ([1, {2}], 2**70, (None, queue), stateless):
        queue.put(value)
        print(queue.get() == value)
    attempt("put", queue.put, sys._getframe())
    for value in (threading.Lock(), threading.RLock()):
        attempt("put", pickle.dumps, value)
    other = interpreters.create()
    thread = other.call_in_thread(echo, queue)
    queue.put("ping")
    thread.join()
    print(queue.get())
    print(repr(queue) == f"Queue({queue.id})", queue in _queues.list_all())


def echo(queue):
    queue.put(queue.get() + " pong")


def pipes():
    read, write = os.pipe()
    interp = interpreters.create()
    interp.exec(f"import os; os.write({write}, b'hello')")
    print(os.read(read, 5))
    interp.exec(f"with open({write}, 'w') as file: file.write('all')")
    with open(read) as file:
        print(repr(file.read()))
    try:
        os.close(write)
    except OSError as error:
        print(error.strerror)
    interp.exec("r, w = os.pipe(); os.write(w, b'from there')")
    print(os.read(interp.call(eval, "__import__('__main__').r"), 10))


def pool():
    with InterpreterPoolExecutor(2) as executor:
        print(list(executor.map(uses_globals, range(4))))
        print({pid for _, pid in executor.map(who, range(0))}, executor.submit(who).result()[1] == os.getpid())
        try:
            executor.submit(fails).result()
        except LookupError as error:
            print(repr(error), type(error.__cause__).__name__)
    with InterpreterPoolExecutor(1, initializer=print, initargs=("initialized",)) as executor:
        print(executor.submit(pow, 2, 5).result())


if __name__ == "__main__":
    for part in (basics, errors, at_the_end, queues, pipes, pool):
        print(f"-- {part.__name__}")
        part()
        sys.stdout.flush()
    left_over = interpreters.create()
    left_over.exec("import atexit; atexit.register(print, 'left over')")
    print("end")

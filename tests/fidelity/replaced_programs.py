"""os.execv and its family: another program in the same process; what it keeps, and what is refused."""

import os
import signal
import subprocess
import sys

KEEPS = """
import os, signal, sys
print("second", sys.argv[1:], os.getpid() == int(os.environ["PID"]), os.getcwd() == os.environ["WHERE"])
print(os.read(int(os.environ["READER"]), 100), os.waitpid(int(os.environ["CHILD"]), 0)[1])
try:
    os.fstat(int(os.environ["CLOSED"]))
except OSError as error:
    print(error.strerror)
print([signal.getsignal(number).name for number in (signal.SIGUSR1, signal.SIGUSR2)])
print(signal.SIGHUP in signal.pthread_sigmask(signal.SIG_BLOCK, []), signal.SIGHUP in signal.sigpending())
print(signal.getitimer(signal.ITIMER_REAL)[0] > 5, sys.stdin.readline())
sys.exit(7)
"""
FIRST = f"""
import os, signal, subprocess, sys, threading, atexit
reader, writer = os.pipe()
os.set_inheritable(reader, True)
os.write(writer, b"through the pipe")
child = subprocess.Popen([sys.executable, "-c", "raise SystemExit(5)"])
os.chdir("/")
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
signal.signal(signal.SIGUSR2, lambda *_: None)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
os.kill(os.getpid(), signal.SIGHUP)
signal.alarm(60)
os.environ.update(PID=str(os.getpid()), WHERE="/", READER=str(reader), CLOSED=str(writer), CHILD=str(child.pid))
print("first", flush=True)
atexit.register(print, "never")
threading.Thread(target=threading.Event().wait).start()
print("never flushed", end="")
os.execl(sys.executable, sys.executable, "-c", {KEEPS!r}, "an argument")
"""


def show(code, **options):
    command = [sys.executable, "-c", code]
    os.environ.pop("PYTHONUNBUFFERED", None)
    done = subprocess.run(command, capture_output=True, text=True, **options)
    print(done.returncode, done.stdout, done.stderr.rpartition("] ")[2])


show(FIRST, input="typed\n")
show("import os; os.execvp('sh', ['sh', '-c', 'echo from sh; exit 3'])")
show(
    "import os, sys; os.execve(sys.executable, [sys.executable, '-c', 'import os; print(os.environ.get('A'), 'HOME' in os.environ)'], {'A': 'b'})"
)
show(
    "import os, sys; os.execlpe('python3', 'python3', '-c', 'import os; print(os.environ[\"A\"])', {**os.environ, 'A': 'c'})"
)
show("import os; os.execlp('nosuch', 'nosuch')")
show("import os; os.execv('/bin/cat', ['cat', '-'])", input="through cat")

# Parents see one process, whatever it runs: its end, and signals for it.
again = "import os, sys; n = int(sys.argv[1]); n and os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:-1], str(n - 1)]); print(n); sys.exit(9)"
done = subprocess.run([sys.executable, "-c", again, "2"], capture_output=True, text=True)
print(done.returncode, done.stdout.split())
sleeper = subprocess.Popen(
    [sys.executable, "-c", "import os; os.execvp('sh', ['sh', '-c', 'echo ready; exec sleep 60'])"],
    stdout=subprocess.PIPE,
)
print(sleeper.stdout.readline())
sleeper.terminate()
print(sleeper.wait())

for function, arguments in (
    (os.execv, ("/nosuch", ["x"])),
    (os.execve, ("/nosuch", ["x"], {})),
    (os.execv, ("/tmp", ["x"])),
    (os.execve, (__file__, ["x"], {})),
    (os.execv, (f"{sys.executable}/x", ["x"])),
    (os.execve, (999, ["x"], {})),
    (os.execv, ("/bin/sh", "x")),
    (os.execv, ("/bin/sh", [])),
    (os.execv, ("/bin/sh", [""])),
    (os.execv, ("/bin/sh", [4])),
    (os.execv, ("/bin/s\0h", ["x"])),
    (os.execv, ("/bin/sh", ["x\0"])),
    (os.execv, (0, ["x"])),
    (os.execve, ("/bin/sh", "x", {})),
    (os.execve, ("/bin/sh", ["x"], 4)),
    (os.execve, ("/bin/sh", ["x"], {"a=": "x"})),
    (os.execvp, ("nosuch", ["x"])),
):
    try:
        function(*arguments)
    except OSError as error:
        named = error.filename is not None and error.filename == arguments[0]
        print(type(error).__name__, error.strerror, named)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)

os.environ["PYTHONUNBUFFERED"] = "1"
print("main", flush=True)
os.execv(sys.executable, [sys.executable, "-c", "import sys; print('main again', sys.orig_argv[1:2]); sys.exit(4)"])

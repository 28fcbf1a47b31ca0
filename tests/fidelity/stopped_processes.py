"""SIGSTOP, SIGTSTP and SIGCONT: who stops, what waits meanwhile, what the parent hears."""

import os
import signal
import subprocess
import sys


def show(pid, status):
    stopped = signal.Signals(os.WSTOPSIG(status)).name if os.WIFSTOPPED(status) else None
    print(stopped, os.WIFCONTINUED(status), os.WIFEXITED(status), os.WIFSIGNALED(status))


def start(code):
    command = [sys.executable, "-c", f"import os, signal, sys\n{code}"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, process_group=0)


def send(process, text):
    process.stdin.write(f"{text}\n")
    process.stdin.flush()


heard = []
signal.signal(signal.SIGCHLD, lambda *_: heard.append("SIGCHLD"))
echo = start("for line in sys.stdin: print(line, end='', flush=True)")
send(echo, "runs")
print(echo.stdout.readline(), end="")
echo.send_signal(signal.SIGSTOP)
show(*os.waitpid(echo.pid, os.WUNTRACED))
print(heard, echo.poll(), os.waitpid(echo.pid, os.WUNTRACED | os.WNOHANG))
send(echo, "waits")
os.set_blocking(echo.stdout.fileno(), False)
try:
    print(os.read(echo.stdout.fileno(), 10))
except BlockingIOError:
    print("silent")
os.set_blocking(echo.stdout.fileno(), True)
echo.send_signal(signal.SIGCONT)
print(echo.stdout.readline(), end="")
show(*os.waitpid(echo.pid, os.WCONTINUED))
echo.send_signal(signal.SIGTSTP)
told = os.waitid(os.P_PID, echo.pid, os.WSTOPPED | os.WNOWAIT)
print(told.si_code == os.CLD_STOPPED, signal.Signals(told.si_status).name, told.si_pid == echo.pid)
print(os.waitid(os.P_PID, echo.pid, os.WSTOPPED).si_code == os.CLD_STOPPED)
echo.send_signal(signal.SIGTERM)  # waits until it is continued
print(echo.poll())
echo.send_signal(signal.SIGCONT)
print(echo.wait())

killed = subprocess.Popen(["sleep", "60"])
killed.send_signal(signal.SIGSTOP)
show(*os.waitpid(killed.pid, os.WUNTRACED))
killed.kill()
print(killed.wait())

itself = start("""
signal.signal(signal.SIGCONT, lambda *_: print('continued', flush=True))
print('before', flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
print('after', flush=True)
signal.raise_signal(signal.SIGSTOP)
print('end')
""")
print(itself.stdout.readline(), end="")
for _ in range(2):
    show(*os.waitpid(itself.pid, os.WUNTRACED))
    itself.send_signal(signal.SIGCONT)
print(itself.communicate()[0].split(), itself.returncode)

choosy = start("""
signal.signal(signal.SIGTSTP, lambda *_: os.write(1, b'handled\\n'))
signal.signal(signal.SIGTTIN, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTTOU])
print('ready', flush=True)
sys.stdin.readline()
print(signal.SIGTTOU in signal.sigpending(), flush=True)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTTOU])
print('unblocked')
""")
print(choosy.stdout.readline(), end="")
choosy.send_signal(signal.SIGTSTP)
print(choosy.stdout.readline(), end="")
choosy.send_signal(signal.SIGTTIN)
choosy.send_signal(signal.SIGTTOU)
send(choosy, "")
print(choosy.stdout.readline(), end="")
show(*os.waitpid(choosy.pid, os.WUNTRACED))
choosy.send_signal(signal.SIGCONT)
print(choosy.communicate()[0], choosy.returncode)

for function, arguments in (
    (os.waitpid, (os.getpid(), os.WUNTRACED)),
    (os.waitid, (os.P_ALL, 0, 0)),
    (os.waitpid, (-1, 1 << 20)),
):
    try:
        print(function(*arguments))
    except OSError as error:
        print(type(error).__name__, error.strerror)

"""Process groups and sessions: who is in which, which signals reach whom, what is refused."""

import os
import signal
import subprocess
import sys

NOBODY = 999_999


def run(code, **options):
    return subprocess.run(
        [sys.executable, "-c", f"import os, signal\n{code}"], capture_output=True, text=True, **options
    )


def show(what, code, **options):
    done = run(code, **options)
    print(what, done.returncode, done.stdout.split(), done.stderr)


def attempt(what, function, *arguments):
    try:
        print(what, function(*arguments))
    except OSError as error:
        print(what, type(error).__name__, error.strerror)


WHERE = "print(os.getpgrp() == os.getpid(), os.getsid(0) == os.getpid())"
show("killpg(0)", "os.setpgrp(); os.killpg(0, signal.SIGTERM); print('alive')")
show("kill(0)", "os.setpgid(0, 0); os.kill(0, signal.SIGKILL)")
show("its group", "os.setpgrp(); signal.signal(10, lambda *_: print('got')); os.kill(-os.getpid(), 10); print('after')")
show("a group of its own", WHERE, process_group=0)
show("a session of its own", WHERE, start_new_session=True)
show("a group before exec", WHERE, preexec_fn=os.setpgrp)
show("a session before exec", WHERE, preexec_fn=os.setsid)
show("inherited", "print(os.getpgrp() == os.getpgid(os.getppid()), os.getsid(0) == os.getsid(os.getppid()))")
show("a leader", "os.setpgrp()\ntry: os.setsid()\nexcept PermissionError as error: print(error.strerror)")
show("a session", f"os.setsid(); {WHERE}\ntry: os.setpgrp()\nexcept PermissionError as error: print(error.strerror)")
attempt("both", lambda: run("", start_new_session=True, process_group=0))
attempt("no such group", lambda: run("", process_group=NOBODY))

first = subprocess.Popen(["sleep", "60"], process_group=0)
second = subprocess.Popen(["sleep", "60"], process_group=first.pid)
print(os.getpgid(first.pid) == os.getpgid(second.pid) == first.pid)
attempt("a child that runs its program", os.setpgid, second.pid, second.pid)
attempt("none", os.setpgid, NOBODY, 0)
attempt("negative", os.setpgid, 0, -1)
attempt("getpgid", os.getpgid, NOBODY)
attempt("getsid", os.getsid, NOBODY)
attempt("killpg", os.killpg, NOBODY, 0)
attempt("killpg", os.killpg, -4, 0)
attempt("kill", os.kill, os.getpid(), 65)
os.killpg(first.pid, signal.SIGTERM)
print(os.waitid(os.P_PGID, first.pid, os.WEXITED | os.WNOWAIT).si_status == signal.SIGTERM)
os.killpg(first.pid, 0)  # processes that have ended are there until somebody waits for them
os.kill(first.pid, 0)
print([os.waitpid(-first.pid, 0)[1] for _ in range(2)])
attempt("waitpid", os.waitpid, -first.pid, 0)
attempt("killpg", os.killpg, first.pid, 0)
attempt("getpgid", os.getpgid, first.pid)
attempt("waitpid(0)", os.waitpid, 0, 0)

reader, writer = os.pipe()
actions = [(os.POSIX_SPAWN_DUP2, writer, 1)]
command = [sys.executable, "-c", f"import os; {WHERE}"]
child = os.posix_spawn(sys.executable, command, os.environ, setpgroup=0, file_actions=actions)
os.close(writer)
print(os.waitpid(child, 0)[1], os.read(reader, 100))
attempt("posix_spawn", lambda: os.posix_spawn(sys.executable, ["python"], {}, setpgroup=NOBODY))

# A process whose parent has ended gets another one, and its end is nobody's to wait for.
show(
    "an orphan",
    """
import subprocess, sys
reader, writer = os.pipe()
code = f'''
import os, time
parent = os.getppid()
os.write({writer}, b"x")
while os.getppid() == parent: time.sleep(0.01)
print("orphaned")
'''
child = subprocess.Popen([sys.executable, "-c", code], pass_fds=[writer])
os.read(reader, 1)
child.returncode = 0
""",
)
attempt("wait", os.wait)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
subprocess.Popen(["true"]).returncode = 0
attempt("ignored", os.wait)

"""Evidence for what `os` does with processes."""

import os
import signal
import subprocess
import sys
import threading
import time

from prelude import child, proves, raised, report

_PYTHON = sys.executable


def _sleeper() -> int:
    return os.spawnv(os.P_NOWAIT, _PYTHON, [_PYTHON, "-c", "import time; time.sleep(60)"])


@proves("os._exit")
def ends() -> object:
    return child("import os, atexit; atexit.register(print, 'no'); os._exit(7)")


@proves("os.abort")
def aborts() -> object:
    return child("import os; os.abort()")


@proves("os.kill", "os.waitpid", "os.WIFSIGNALED", "os.WTERMSIG", "os.WCOREDUMP", "os.waitstatus_to_exitcode")
def kills() -> object:
    pid = _sleeper()
    os.kill(pid, 0)
    os.kill(pid, signal.SIGKILL)
    found, status = os.waitpid(pid, 0)
    ended = [os.WIFSIGNALED(status), os.WTERMSIG(status), os.WCOREDUMP(status), os.waitstatus_to_exitcode(status)]
    return [found == pid, *ended, raised(os.kill, pid, 0), raised(os.waitpid, pid, 0)]


@proves("os.WIFEXITED", "os.WEXITSTATUS", "os.wait")
def statuses() -> object:
    pid = os.spawnl(os.P_NOWAIT, _PYTHON, _PYTHON, "-c", "raise SystemExit(5)")
    found, status = os.wait()
    return [found == pid, os.WIFEXITED(status), os.WEXITSTATUS(status), os.waitstatus_to_exitcode(status)]


@proves("os.WIFSTOPPED", "os.WSTOPSIG", "os.WIFCONTINUED")
def stopped() -> object:
    pid = _sleeper()
    os.kill(pid, signal.SIGSTOP)
    _, status = os.waitpid(pid, os.WUNTRACED)
    found = [os.WIFSTOPPED(status), os.WSTOPSIG(status)]
    os.kill(pid, signal.SIGCONT)
    found.append(os.WIFCONTINUED(os.waitpid(pid, os.WCONTINUED)[1]))
    os.kill(pid, signal.SIGKILL)
    return [*found, os.waitpid(pid, 0)[1]]


@proves("os.wait3", "os.wait4")
def waits_with_usage() -> object:
    pid = os.spawnl(os.P_NOWAIT, _PYTHON, _PYTHON, "-c", "raise SystemExit(5)")
    found, status, usage = os.wait4(pid, 0)
    os.spawnl(os.P_NOWAIT, _PYTHON, _PYTHON, "-c", "raise SystemExit(6)")
    return [found == pid, status, usage.ru_utime > 0, os.wait3(0)[1]]


@proves("os.waitid", "os.waitid_result")
def waits_by_kind() -> object:
    pid = os.spawnl(os.P_NOWAIT, _PYTHON, _PYTHON, "-c", "raise SystemExit(5)")
    found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    again = os.waitid(os.P_PID, pid, os.WEXITED)
    assert found is not None and again is not None
    return [found.si_pid == pid, again.si_status, again.si_code == os.CLD_EXITED, again.si_signo, type(again).__name__]


@proves("os.pidfd_open", "signal.pidfd_send_signal")
def process_descriptors() -> object:
    pid = _sleeper()
    fd = os.pidfd_open(pid)
    signal.pidfd_send_signal(fd, signal.SIGTERM)
    found = os.waitid(os.P_PIDFD, fd, os.WEXITED)
    os.close(fd)
    return [found and found.si_status, raised(os.pidfd_open, pid)]


@proves("os.execv", "os.execve", "os.execl", "os.execle", "os.execlp", "os.execlpe", "os.execvp", "os.execvpe")
def replaced() -> object:
    found = []
    code = "import os, sys; print(os.getpid() == int(sys.argv[1]), os.environ.get('NEW'))"
    for call in (
        "execv(p, [p, '-c', c, n])",
        "execve(p, [p, '-c', c, n], e)",
        "execl(p, p, '-c', c, n)",
        "execle(p, p, '-c', c, n, e)",
        "execlp(p, p, '-c', c, n)",
        "execlpe(p, p, '-c', c, n, e)",
        "execvp(p, [p, '-c', c, n])",
        "execvpe(p, [p, '-c', c, n], e)",
    ):
        found.append(
            child(
                f"import os, sys; p = sys.executable; c = {code!r}; n = str(os.getpid()); e = dict(os.environ, NEW='1')\nos.{call}"
            )
        )
    return found


@proves("os.spawnl", "os.spawnle", "os.spawnlp", "os.spawnlpe", "os.spawnv", "os.spawnve", "os.spawnvp", "os.spawnvpe")
def spawned() -> object:
    code = "import os; raise SystemExit(int(os.environ.get('NEW', 3)))"
    rest = ["-c", code]
    env = dict(os.environ, NEW="4")
    p = _PYTHON
    found = [os.spawnl(os.P_WAIT, p, p, *rest), os.spawnle(os.P_WAIT, p, p, *rest, env)]
    found += [os.spawnlp(os.P_WAIT, p, p, *rest), os.spawnlpe(os.P_WAIT, p, p, *rest, env)]
    found += [os.spawnv(os.P_WAIT, p, [p, *rest]), os.spawnve(os.P_WAIT, p, [p, *rest], env)]
    return [*found, os.spawnvp(os.P_WAIT, p, [p, *rest]), os.spawnvpe(os.P_WAIT, p, [p, *rest], env)]


@proves("os.posix_spawn", "os.posix_spawnp")
def spawned_by_posix() -> object:
    code = [_PYTHON, "-c", "import os; os.write(9, b'here')"]
    reader, writer = os.pipe()
    pid = os.posix_spawn(_PYTHON, code, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, writer, 9)])
    found = [os.waitpid(pid, 0)[1], os.read(reader, 10).decode()]
    pid = os.posix_spawnp("sh", ["sh", "-c", "exit 3"], os.environ)
    found.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    os.close(reader)
    os.close(writer)
    return found


@proves("os.system", "os.popen")
def shells() -> object:
    status = os.system("exit 3")
    with os.popen("echo said") as stream:
        text = stream.read()
    return [os.waitstatus_to_exitcode(status), text, os.popen("exit 2").close()]


@proves("os.fork", "os.register_at_fork")
def forks() -> object:
    seen: list[str] = []
    os.register_at_fork(before=lambda: seen.append("before"), after_in_parent=lambda: seen.append("parent"))
    pid = os.fork()
    if not pid:
        os._exit(9)
    return [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), seen]


@proves("os.getpid", "os.getppid")
def identifiers() -> object:
    return child(f"import os; print(os.getppid() == {os.getpid()}, os.getpid() != os.getppid())")


@proves("os.getpgid", "os.getpgrp", "os.setpgid", "os.setpgrp", "os.killpg")
def groups() -> object:
    code = "import os; os.setpgrp(); print(os.getpgrp() == os.getpid() == os.getpgid(0)); os.setpgid(0, 0)"
    alone = child(code)
    process = subprocess.Popen([_PYTHON, "-c", "import time; time.sleep(60)"], process_group=0)
    pid = process.pid
    found = [os.getpgid(pid) == pid, os.getpgrp() != pid, raised(os.setpgid, pid, os.getpgrp())]
    os.killpg(pid, signal.SIGTERM)
    return [alone, *found, process.wait(), raised(os.killpg, pid, 0)]


@proves("os.setsid", "os.getsid")
def sessions() -> object:
    code = "import os; s = os.getsid(0); os.setsid(); print(s != os.getsid(0) == os.getpid() == os.getpgrp())\ntry: os.setsid()\nexcept PermissionError as e: print(e.strerror)"
    return child(code)


@proves("os.times", "os.times_result")
def used_times() -> object:
    before, until = os.times(), time.monotonic() + 10
    after = before
    while after.user + after.system - before.user - before.system < 0.05 and time.monotonic() < until:
        after = os.times()
    return [
        after.user + after.system - before.user - before.system >= 0.05,
        after.elapsed > before.elapsed,
        len(after),
    ]


@proves("os.getenv", "os.getenvb", "os.putenv", "os.unsetenv", "os.environ", "os.environb", "os.reload_environ")
def environment() -> object:
    os.putenv("PUT", "there")
    hidden = os.getenv("PUT")
    seen = child("import os; print(os.environ.get('PUT'))")
    os.reload_environ()
    found = [hidden, seen, os.environ.get("PUT"), (os.getenvb(b"PUT") or b"").decode(), os.environb[b"PUT"].decode()]
    os.unsetenv("PUT")
    os.reload_environ()
    return [*found, "PUT" in os.environ, os.getenv("PUT", "gone"), child("import os; print(os.environ.get('PUT'))")]


@proves("os.get_exec_path")
def path_of_programs() -> object:
    return os.get_exec_path({"PATH": "/a:/b"})


@proves("os.error")
def errors() -> object:
    return os.error is OSError


report()

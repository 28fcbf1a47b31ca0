"""What children inherit: files with their positions, unlinked ones too, pipes, flags, a umask."""

import errno
import fcntl
import os
import select
import signal
import stat
import subprocess
import sys
import tempfile

PYTHON = sys.executable


def run(code, **options):
    return subprocess.run([PYTHON, "-c", code], **options)


with tempfile.TemporaryFile() as file:  # it has no name
    run("print('first', flush=True)", stdout=file)
    run("import sys; print('second', flush=True); print('third', file=sys.stderr)", stdout=file, stderr=file)
    print("the parent's position:", file.tell() > 0 or os.lseek(file.fileno(), 0, os.SEEK_CUR))
    file.write(b"parent\n")
    file.seek(0)
    print(file.read())
    file.seek(0)
    run("print(input(), flush=True)", stdin=file)

endless = "import sys, time; print('a', end=''); sys.stdout.buffer.write(b'b'); print(sys.stdout.line_buffering); time.sleep(60)"
for child in (
    subprocess.Popen([PYTHON, "-u", "-c", endless], stdout=subprocess.PIPE),
    subprocess.Popen([PYTHON, "-c", endless], stdout=subprocess.PIPE, env=os.environ | {"PYTHONUNBUFFERED": "1"}),
):
    with child:
        print(child.stdout.readline())  # what it wrote is there although it goes on
        child.kill()

with open("numbers.txt", "w+") as file:
    print("\n".join(map(str, range(5))), file=file, flush=True)
    os.lseek(file.fileno(), 2, os.SEEK_SET)
    fd = file.fileno()
    result = run(f"import os; print(os.read({fd}, 2), flush=True)", pass_fds=[fd], capture_output=True, text=True)
    print(result.stdout.strip(), "then", os.read(fd, 2))

print("no child has it:", os.get_inheritable(fd := os.open("numbers.txt", os.O_RDONLY)))
check = "import os, sys\ntry: os.fstat(int(sys.argv[1])); print('open', flush=True)\nexcept OSError: print('closed', flush=True)"
subprocess.run([PYTHON, "-c", check, str(fd)], close_fds=False)
os.set_inheritable(fd, True)
subprocess.run([PYTHON, "-c", check, str(fd)], close_fds=False)
subprocess.run([PYTHON, "-c", check, str(fd)])
os.close(fd)

reader, writer = os.pipe()
print(fcntl.fcntl(reader, fcntl.F_GETFD) == fcntl.FD_CLOEXEC, os.get_blocking(reader))
os.set_blocking(reader, False)
print(bool(fcntl.fcntl(reader, fcntl.F_GETFL) & os.O_NONBLOCK))
try:
    os.read(reader, 1)
except BlockingIOError:
    print("nothing there")
print(fcntl.fcntl(writer, fcntl.F_GETPIPE_SZ), fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 5000))
os.write(writer, b"abc")
copy = os.dup(reader)
print(os.get_blocking(copy), os.get_inheritable(copy), os.read(copy, 10))

code = "import os; os.close(os.open('made.txt', os.O_CREAT | os.O_WRONLY, 0o666))"
run(code, umask=0o077)
print(stat.filemode(os.stat("made.txt").st_mode))
os.umask(0o027)
run(code.replace("made", "made2"))
print(stat.filemode(os.stat("made2.txt").st_mode))

pid = os.posix_spawn(PYTHON, [PYTHON, "-c", "print('spawned')"], os.environ)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
actions = [(os.POSIX_SPAWN_OPEN, 1, "out.txt", os.O_WRONLY | os.O_CREAT, 0o644)]
pid = os.posix_spawn(
    PYTHON, [PYTHON, "-c", "print('to a file'); raise SystemExit(3)"], os.environ, file_actions=actions
)
print(os.waitid(os.P_PID, pid, os.WEXITED).si_status, open("out.txt").read())
for name in ("numbers.txt", "made.txt", "made2.txt", "out.txt"):
    os.unlink(name)

print(os.spawnl(os.P_WAIT, PYTHON, PYTHON, "-c", "raise SystemExit(5)"), os.spawnv(os.P_WAIT, "/nowhere", ["nowhere"]))
pid = os.spawnvpe(os.P_NOWAIT, PYTHON, [PYTHON, "-c", "import os; os._exit(int(os.environ['CODE']))"], {"CODE": "6"})
print(os.waitstatus_to_exitcode(os.wait4(pid, 0)[1]))
pid = os.spawnv(os.P_NOWAIT, PYTHON, [PYTHON, "-c", "import time; time.sleep(60)"])
pidfd = os.pidfd_open(pid)
print(select.select([pidfd], [], [], 0)[0], os.waitpid(pid, os.WNOHANG))
os.kill(pid, signal.SIGKILL)
print(select.select([pidfd], [], [], 30)[0] == [pidfd], os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
try:
    os.waitpid(-1, 0)
except ChildProcessError as error:
    print("no more children", error.errno == errno.ECHILD)

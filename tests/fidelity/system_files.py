"""What programs read of /proc and /dev: environment, descriptors, threads, devices"""

import getpass
import os
import resource
import select
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time


def attempt(call, *args):
    try:
        return call(*args)
    except OSError as error:
        return f"{type(error).__name__} {error.errno}"


# This process
os.chdir(tempfile.gettempdir())
print(os.readlink("/proc/self/cwd") == os.getcwd(), os.readlink("/proc/self/root"))
print(os.path.basename(os.readlink("/proc/self/exe")).startswith("python"))
child = (
    "print(sorted(open('/proc/self/environ').read().split('\\0')), open('/proc/self/cmdline').read().split('\\0')[1:])"
)
env = {"WHO": "me", "EMPTY": ""}
print(
    subprocess.run([sys.executable, "-c", child, "x y"], env=env, capture_output=True, text=True).stdout.replace(
        child, "…"
    ),
    end="",
)


def status(name):
    with open("/proc/self/status") as file:
        return next(line.split(":", 1)[1].strip() for line in file if line.startswith(name + ":"))


with open("/proc/self/limits") as file:
    rows = file.read().splitlines()
print(rows[0], [row[:26].rstrip() for row in rows[1:]])
resource.setrlimit(resource.RLIMIT_NOFILE, (1000, 1000))
with open("/proc/self/limits") as file:
    print([line.split()[3] for line in file if line.startswith("Max open files")])
print(status("Pid") == str(os.getpid()), status("PPid") == str(os.getppid()))
started, end = threading.Barrier(4), threading.Event()
threads = [threading.Thread(target=lambda: (started.wait(), end.wait())) for _ in range(3)]
for thread in threads:
    thread.start()
started.wait()
print("threads:", status("Threads"))
end.set()
for thread in threads:
    thread.join()
while status("Threads") != "1":  # the system takes a moment longer than join
    time.sleep(0.01)

# Descriptors
before = set(os.listdir("/proc/self/fd"))
reading, writing = os.pipe()
left, right = socket.socketpair()
named = open("named.txt", "w+")
event = os.eventfd(0)
poller = select.epoll()
print(len(set(os.listdir("/proc/self/fd")) - before))
for fd in (reading, left.fileno(), event, poller.fileno()):
    print(os.readlink(f"/proc/self/fd/{fd}").split("[")[0], oct(stat.S_IFMT(os.fstat(fd).st_mode)))
print(
    os.readlink(f"/dev/fd/{named.fileno()}") == os.path.realpath("named.txt"),
    os.path.islink(f"/proc/self/fd/{reading}"),
)
print(os.readlink(f"/proc/self/fd/{event}"), os.readlink(f"/proc/self/fd/{os.pidfd_open(os.getpid())}"))
with open(f"/proc/self/fd/{named.fileno()}", "w") as again:
    again.write("written by another name")
print(named.read())
with open(f"/dev/fd/{writing}", "wb", buffering=0) as again:
    again.write(b"through the pipe")
print(os.read(reading, 100))
print(attempt(os.open, f"/proc/self/fd/{left.fileno()}", os.O_RDWR), attempt(os.readlink, "/proc/self/fd/500"))
print(os.path.exists("/proc/self/fd/500"), os.path.exists(f"/proc/self/fd/{reading}"))

# Devices
for name in ("null", "zero", "full", "random", "urandom"):
    found = os.stat(f"/dev/{name}")
    fd = os.open(f"/dev/{name}", os.O_RDWR)
    print(name, stat.filemode(found.st_mode), os.major(found.st_rdev), os.minor(found.st_rdev), end=" ")
    print(
        len(os.read(fd, 70_000)), attempt(os.write, fd, b"data"), os.isatty(fd), attempt(os.lseek, fd, 0, os.SEEK_SET)
    )
    os.close(fd)
with open("/dev/urandom", "rb") as source:
    print(source.read(16) != source.read(16))
child = "import os\ntry: os.open('/dev/tty', os.O_RDWR)\nexcept OSError as error: print(error)"
print(
    subprocess.run([sys.executable, "-c", child], start_new_session=True, capture_output=True, text=True).stdout, end=""
)
print(attempt(os.open, "/dev/nothing", os.O_RDONLY))

# Who runs it
print(getpass.getuser() == os.environ.get("USER", getpass.getuser()))
print("PYTHONINSPECT" in os.environ)

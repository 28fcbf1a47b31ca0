"""Evidence for what `os` does with descriptors."""

import os
import stat
import threading
import time

from prelude import proves, raised, report, write


def _opened(flags: int = os.O_RDWR) -> int:
    return os.open(write("a"), flags)


@proves("os.open", "os.close", "os.read", "os.write", "os.lseek")
def files() -> object:
    fd = os.open("a", os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    found = [os.write(fd, b"abcdef"), os.lseek(fd, -4, os.SEEK_END), os.read(fd, 3).decode()]
    again = raised(os.open, "a", os.O_CREAT | os.O_EXCL)
    os.close(fd)
    return [*found, again, raised(os.close, fd), raised(os.read, fd, 1)]


@proves("os.readinto", "os.readv", "os.writev", "os.pread", "os.pwrite", "os.preadv", "os.pwritev")
def many_buffers() -> object:
    fd = _opened()
    buffers = [bytearray(2), bytearray(3)]
    found = [os.readinto(fd, buffers[0]), os.readv(fd, buffers), [bytes(buffer).decode() for buffer in buffers]]
    found += [os.writev(fd, [b"A", b"BC"]), os.pwrite(fd, b"xy", 1), os.pread(fd, 4, 0).decode()]
    found += [
        os.preadv(fd, buffers, 5),
        [bytes(buffer).decode() for buffer in buffers],
        os.pwritev(fd, [b"1", b"2"], 0),
    ]
    found += [os.lseek(fd, 0, os.SEEK_CUR), open("a").read()]
    os.close(fd)
    return found


@proves("os.dup", "os.dup2", "os.get_inheritable", "os.set_inheritable")
def duplicates() -> object:
    fd = _opened()
    copy = os.dup(fd)
    other = os.dup2(fd, copy + 5, inheritable=False)
    os.read(copy, 3)
    found = [os.lseek(fd, 0, os.SEEK_CUR), other - copy, os.get_inheritable(other), os.get_inheritable(copy)]
    os.set_inheritable(copy, True)
    found.append(os.get_inheritable(copy))
    for number in (fd, copy, other):
        os.close(number)
    return found


@proves("os.closerange")
def ranges() -> object:
    fds = [os.open(os.devnull, os.O_RDONLY) for _ in range(3)]
    os.closerange(fds[0], fds[-1] + 1)
    return [raised(os.fstat, fd) for fd in fds]


@proves("os.fstat", "os.isatty", "os.device_encoding", "os.ttyname")
def kinds() -> object:
    fd = _opened()
    found = [stat.S_ISREG(os.fstat(fd).st_mode), os.isatty(fd), os.device_encoding(fd), raised(os.ttyname, fd)]
    os.close(fd)
    return [*found, os.isatty(fd)]


@proves("os.ftruncate", "os.fsync", "os.fdatasync")
def lengths() -> object:
    fd = _opened()
    os.ftruncate(fd, 4)
    found = [os.fstat(fd).st_size, os.fsync(fd), os.fdatasync(fd)]
    os.close(fd)
    return [*found, [raised(call, fd) for call in (os.fsync, os.fdatasync)]]


@proves("os.posix_fallocate")
def reserved() -> object:
    fd = _opened()
    found = [os.posix_fallocate(fd, 2, 30), os.fstat(fd).st_size, os.posix_fallocate(fd, 0, 4), os.fstat(fd).st_size]
    found += [raised(os.posix_fallocate, fd, -1, 4), raised(os.posix_fallocate, fd, 0, 0), os.read(fd, 12).decode()]
    os.close(fd)
    return [*found, raised(os.posix_fallocate, fd, 0, 1)]


@proves("os.posix_fadvise")
def advice() -> object:
    fd = _opened()
    found = [os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_SEQUENTIAL), raised(os.posix_fadvise, fd, 0, 0, 99)]
    reader, writer = os.pipe()
    found.append(raised(os.posix_fadvise, reader, 0, 0, os.POSIX_FADV_NORMAL))
    for number in (fd, reader, writer):
        os.close(number)
    return [*found, raised(os.posix_fadvise, fd, 0, 0, 0)]


@proves("os.fdopen")
def file_objects() -> object:
    with os.fdopen(_opened(), "r+") as file:
        return [file.read(), file.write("more"), file.fileno() > 2]


@proves("os.pipe", "os.pipe2", "os.get_blocking", "os.set_blocking")
def pipes() -> object:
    reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    found = [os.get_blocking(reader), raised(os.read, reader, 1), os.write(writer, b"ab"), os.read(reader, 5).decode()]
    os.set_blocking(reader, True)
    os.close(writer)
    found += [os.get_blocking(reader), os.read(reader, 1).decode()]
    os.close(reader)
    reader, writer = os.pipe()
    os.close(reader)
    return [*found, raised(os.write, writer, b"x"), os.close(writer)]


@proves("os.lockf")
def locks() -> object:
    from prelude import child

    fd = _opened()
    os.lockf(fd, os.F_LOCK, 0)
    held = child(
        "import os; f = os.open('a', os.O_RDWR)\ntry: os.lockf(f, os.F_TLOCK, 0)\nexcept OSError: print('held')"
    )
    os.lockf(fd, os.F_ULOCK, 0)
    os.close(fd)
    return held


@proves("os.sendfile")
def sends() -> object:
    source = _opened()
    reader, writer = os.pipe()
    found = [os.sendfile(writer, source, 2, 5), os.read(reader, 10).decode()]
    for fd in (source, reader, writer):
        os.close(fd)
    return found


@proves("os.splice")
def splices() -> object:
    source = _opened()
    reader, writer = os.pipe()
    found = [os.splice(source, writer, 4), os.read(reader, 10).decode(), raised(os.splice, source, source, 1)]
    for fd in (source, reader, writer):
        os.close(fd)
    return found


@proves("os.copy_file_range")
def copies() -> object:
    source, target = _opened(), os.open("b", os.O_RDWR | os.O_CREAT)
    found = [os.copy_file_range(source, target, 4, 3), os.copy_file_range(source, target, 100), os.close(target)]
    os.close(source)
    return [*found, open("b").read()]


@proves("os.memfd_create")
def memory_files() -> object:
    fd = os.memfd_create("note")
    os.write(fd, b"kept")
    found = [os.pread(fd, 10, 0).decode(), os.get_inheritable(fd), stat.S_ISREG(os.fstat(fd).st_mode), os.listdir(".")]
    os.close(fd)
    return found


@proves("os.eventfd", "os.eventfd_read", "os.eventfd_write")
def counters() -> object:
    fd = os.eventfd(3, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
    os.eventfd_write(fd, 4)
    found = [os.eventfd_read(fd), raised(os.eventfd_read, fd)]
    os.close(fd)
    return found


@proves("os.timerfd_create", "os.timerfd_settime", "os.timerfd_gettime")
def timers() -> object:
    fd = os.timerfd_create(time.CLOCK_MONOTONIC)
    os.timerfd_settime(fd, initial=0.02, interval=50.0)
    expired = int.from_bytes(os.read(fd, 8), "little")
    left, every = os.timerfd_gettime(fd)
    os.close(fd)
    return [expired, every, 40 < left <= 50]


@proves("os.timerfd_settime_ns", "os.timerfd_gettime_ns")
def timers_in_nanoseconds() -> object:
    fd = os.timerfd_create(time.CLOCK_MONOTONIC)
    os.timerfd_settime_ns(fd, initial=90 * 10**9, interval=10**9)
    left, every = os.timerfd_gettime_ns(fd)
    os.close(fd)
    return [every, 80 * 10**9 < left <= 90 * 10**9]


@proves("os.openpty")
def terminals() -> object:
    control, terminal = os.openpty()
    os.write(control, b"line\n")
    found = [os.isatty(terminal), os.read(terminal, 100).decode()]
    os.close(control)
    os.close(terminal)
    return found


@proves("os.grantpt", "os.unlockpt", "os.ptsname")
def no_terminals() -> object:
    fd = _opened()
    found = [raised(call, fd) for call in (os.grantpt, os.unlockpt, os.ptsname)]
    os.close(fd)
    return found


@proves("os.posix_openpt")
def terminals_of_posix() -> object:
    fd = os.posix_openpt(os.O_RDWR | os.O_NOCTTY)
    os.grantpt(fd)
    os.unlockpt(fd)
    name = os.ptsname(fd)
    os.close(fd)
    return name.startswith("/dev/pts/")


@proves("os.forkpty")
def forked_terminals() -> object:
    pid, fd = os.forkpty()
    if not pid:
        os.write(1, b"in the child")
        os._exit(0)
    text = os.read(fd, 100).decode()
    return [text, os.waitpid(pid, 0)[1], os.close(fd)]


_LOGIN = """if True:
    import os
    control, terminal = os.openpty()
    os.setsid()
    os.login_tty(terminal)
    os.tcsetpgrp(0, os.getpgrp())
    os._exit(5 if os.isatty(0) and os.tcgetpgrp(0) == os.getpgrp() else 6)
"""


@proves("os.login_tty")
def controlling_terminals() -> object:
    from prelude import child

    return child(_LOGIN)


@proves("os.tcgetpgrp", "os.tcsetpgrp")
def groups_of_terminals() -> object:
    fd = _opened()
    found = [raised(os.tcgetpgrp, fd), raised(os.tcsetpgrp, fd, os.getpgrp())]
    os.close(fd)
    return [*found, raised(os.tcgetpgrp, fd)]


@proves("os.get_terminal_size", "os.terminal_size")
def terminal_size() -> object:
    size = os.terminal_size((80, 24))
    fd = _opened()
    wrong = raised(os.get_terminal_size, fd)
    os.close(fd)
    return [size.columns, size.lines, wrong]


@proves("os.ctermid")
def terminal_name() -> object:
    return os.ctermid()


@proves("os.major", "os.minor", "os.makedev")
def devices() -> object:
    device = os.makedev(300, 70_000)
    return [
        os.major(device),
        os.minor(device),
        os.major(os.stat(os.devnull).st_rdev),
        os.minor(os.stat("/dev/null").st_rdev),
    ]


@proves("os.urandom", "os.getrandom")
def random_bytes() -> object:
    return [
        len(set(map(os.urandom, [16] * 9))),
        len(os.getrandom(20)),
        len({os.getrandom(16, os.GRND_NONBLOCK) for _ in range(9)}),
    ]


report()

"""Evidence for `signal`, `fcntl`, `select` and `time`."""

import array
import fcntl
import os
import select
import signal
import socket
import threading
import time

from prelude import child, proves, raised, report, write

_ALARM, _USER = signal.SIGALRM, signal.SIGUSR1


def _handled() -> list[int]:
    seen: list[int] = []
    signal.signal(_USER, lambda signum, frame: seen.append(signum))
    return seen


@proves("signal.signal", "signal.getsignal", "signal.raise_signal")
def handlers() -> object:
    seen = _handled()
    signal.raise_signal(_USER)
    found = [seen == [_USER], callable(signal.getsignal(_USER)), signal.signal(_USER, signal.SIG_DFL) is not None]
    return [*found, signal.getsignal(_USER) is signal.SIG_DFL, raised(signal.signal, signal.SIGKILL, signal.SIG_IGN)]


@proves("signal.alarm", "signal.pause", "signal.setitimer", "signal.getitimer", "signal.ItimerError")
def timers() -> object:
    seen = []
    signal.signal(_ALARM, lambda signum, frame: seen.append(signum))
    signal.setitimer(signal.ITIMER_REAL, 0.02, 50.0)
    signal.pause()
    left, every = signal.getitimer(signal.ITIMER_REAL)
    signal.alarm(100)
    return [
        len(seen),
        40 < left <= 50,
        every,
        signal.alarm(0),
        raised(signal.setitimer, 9, 1),
        signal.ItimerError is OSError,
    ]


@proves("signal.default_int_handler")
def interrupts() -> object:
    try:
        signal.default_int_handler(2, None)
    except KeyboardInterrupt:
        return signal.getsignal(signal.SIGINT) is signal.default_int_handler


@proves(
    "signal.pthread_sigmask",
    "signal.sigpending",
    "signal.sigwait",
    "signal.sigwaitinfo",
    "signal.sigtimedwait",
    "signal.struct_siginfo",
)
def masks() -> object:
    seen = _handled()
    signal.pthread_sigmask(signal.SIG_BLOCK, {_USER})
    os.kill(os.getpid(), _USER)
    found = [list(seen), sorted(signal.sigpending()), signal.sigwait({_USER})]
    os.kill(os.getpid(), _USER)
    info = signal.sigwaitinfo({_USER})
    found += [info.si_signo, type(info).__name__, info.si_pid == os.getpid(), signal.sigtimedwait({_USER}, 0.01)]
    os.kill(os.getpid(), _USER)
    former = signal.pthread_sigmask(signal.SIG_UNBLOCK, {_USER})
    return [*found, _USER in former, len(seen)]


@proves("signal.pthread_kill")
def signals_of_threads() -> object:
    seen = _handled()
    signal.pthread_kill(threading.get_ident(), _USER)
    return [len(seen), raised(signal.pthread_kill, threading.get_ident(), 999)]


@proves("signal.set_wakeup_fd")
def wakeups() -> object:
    _handled()
    reader, writer = os.pipe2(os.O_NONBLOCK)
    former = signal.set_wakeup_fd(writer)
    signal.raise_signal(_USER)
    found = [former, list(os.read(reader, 10)), signal.set_wakeup_fd(-1) == writer]
    os.close(reader)
    os.close(writer)
    return found


@proves("signal.siginterrupt")
def interrupted_calls() -> object:
    return [signal.siginterrupt(_USER, False), raised(signal.siginterrupt, 999, True)]


@proves("signal.strsignal", "signal.valid_signals", "signal.Signals", "signal.Handlers", "signal.Sigmasks")
def names() -> object:
    valid = signal.valid_signals()
    members = [
        [int(member), member.name] for kind in (signal.Signals, signal.Handlers, signal.Sigmasks) for member in kind
    ]
    return [signal.strsignal(15), signal.strsignal(9), len(valid), signal.SIGRTMIN in valid, members]


@proves("fcntl.fcntl")
def commands() -> object:
    fd = os.open(write("a"), os.O_RDWR)
    copy = fcntl.fcntl(fd, fcntl.F_DUPFD, fd + 10)
    flags = fcntl.fcntl(fd, fcntl.F_GETFL)
    fcntl.fcntl(fd, fcntl.F_SETFL, flags | os.O_NONBLOCK | os.O_APPEND)
    changed = fcntl.fcntl(fd, fcntl.F_GETFL)
    found = [
        copy - fd,
        flags & 3,
        bool(changed & os.O_NONBLOCK),
        bool(changed & os.O_APPEND),
        fcntl.fcntl(fd, fcntl.F_GETFD),
    ]
    os.write(copy, b"+")
    os.close(fd)
    os.close(copy)
    return [*found, open("a").read(), raised(fcntl.fcntl, fd, fcntl.F_GETFL)]


@proves("fcntl.ioctl")
def requests() -> object:
    reader, writer = os.pipe()
    os.write(writer, b"abc")
    waiting = array.array("i", [0])
    fcntl.ioctl(reader, 0x541B, waiting, True)
    found = [waiting[0], raised(fcntl.ioctl, reader, 0x5401, b"\0" * 60)]
    os.close(reader)
    os.close(writer)
    return found


_OTHER = """if True:
    import fcntl, os
    file = open('a', 'r+')
    try:
        fcntl.{0}(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print('held')
    else:
        print('free')
"""


@proves("fcntl.flock")
def whole_locks() -> object:
    write("a")
    with open("a", "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        held = child(_OTHER.format("flock"))
        fcntl.flock(file, fcntl.LOCK_UN)
        return [held, child(_OTHER.format("flock"))]


@proves("fcntl.lockf")
def range_locks() -> object:
    write("a")
    with open("a", "r+") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        held = child(_OTHER.format("lockf"))
        fcntl.lockf(file, fcntl.LOCK_UN)
        return [held, child(_OTHER.format("lockf"))]


@proves("select.select", "select.poll", "select.epoll", "select.error")
def readiness() -> object:
    one, two = socket.socketpair()
    poll, epoll = select.poll(), select.epoll()
    poll.register(one, select.POLLIN)
    epoll.register(one, select.EPOLLIN)
    found = [poll.poll(0), epoll.poll(0), [len(ready) for ready in select.select([one], [two], [], 0)]]
    two.send(b"x")
    found += [
        [event for _, event in poll.poll()],
        [event for _, event in epoll.poll()],
        len(select.select([one], [], [])[0]),
    ]
    epoll.close()
    one.close()
    two.close()
    return [*found, raised(select.select, [-1], [], [], 0), select.error is OSError]


_MOMENT = 1_700_000_000


@proves("time.gmtime", "time.asctime", "time.strftime", "time.strptime", "time.struct_time")
def calendar() -> object:
    moment = time.gmtime(_MOMENT)
    read = time.strptime("2024-02-29 13:14", "%Y-%m-%d %H:%M")
    return [
        list(moment),
        time.asctime(moment),
        time.strftime("%a %d %b %Y %j %U %H:%M:%S", moment),
        list(read),
        moment.tm_zone,
    ]


@proves("time.localtime", "time.ctime", "time.mktime", "time.tzname")
def local_time() -> object:
    local = time.localtime(_MOMENT)
    ours = time.mktime(local) == _MOMENT and time.ctime(_MOMENT) == time.asctime(local)
    same = local.tm_gmtoff == (-time.altzone if local.tm_isdst else -time.timezone)
    return [ours, same, local.tm_zone in time.tzname, len(time.tzname), type(local).__name__]


@proves("time.tzset")
def zones() -> object:
    found: list[object] = []
    for zone in ("UTC0", "EST5EDT,M3.2.0,M11.1.0", "CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Berlin", "Asia/Kolkata"):
        os.environ["TZ"] = zone
        time.tzset()
        local = time.localtime(_MOMENT - 10_000_000)
        found.append(
            [time.tzname, time.timezone, time.daylight, time.altzone, list(local), local.tm_zone, local.tm_gmtoff]
        )
        found.append([time.ctime(_MOMENT), time.mktime(local)])
    del os.environ["TZ"]
    time.tzset()
    return found


@proves(
    "time.time",
    "time.time_ns",
    "time.monotonic",
    "time.monotonic_ns",
    "time.perf_counter",
    "time.perf_counter_ns",
    "time.sleep",
)
def clocks() -> object:
    def read() -> tuple[float, ...]:
        seconds = time.time(), time.monotonic(), time.perf_counter()
        return *seconds, *(value / 1e9 for value in (time.time_ns(), time.monotonic_ns(), time.perf_counter_ns()))

    before = read()
    time.sleep(0.05)
    return [0.045 < after - start < 10 for start, after in zip(before, read(), strict=True)]


@proves("time.process_time", "time.process_time_ns", "time.thread_time", "time.thread_time_ns")
def processor_time() -> object:
    def read() -> tuple[float, ...]:
        return time.process_time(), time.process_time_ns() / 1e9, time.thread_time(), time.thread_time_ns() / 1e9

    start = read()
    time.sleep(0.3)
    slept = read()
    until = time.monotonic() + 10
    while min(map(float.__sub__, read(), slept)) < 0.03 and time.monotonic() < until:
        pass
    worked = read()
    idle = [after - before < 0.15 for before, after in zip(start, slept, strict=True)]
    return [idle, [after - before >= 0.03 for before, after in zip(slept, worked, strict=True)]]


@proves("time.clock_gettime", "time.clock_gettime_ns", "time.clock_getres")
def clocks_by_number() -> object:
    numbers = (time.CLOCK_REALTIME, time.CLOCK_MONOTONIC, time.CLOCK_BOOTTIME, time.CLOCK_MONOTONIC_RAW)
    more = (time.CLOCK_PROCESS_CPUTIME_ID, time.CLOCK_THREAD_CPUTIME_ID, time.CLOCK_TAI)
    close = abs(time.clock_gettime(time.CLOCK_REALTIME) - time.time()) < 1
    resolutions = [0 < time.clock_getres(number) < 0.1 for number in numbers]
    whole = [time.clock_gettime_ns(number) > 0 and time.clock_gettime(number) > 0 for number in (*numbers, *more)]
    return [close, resolutions, whole, raised(time.clock_gettime, 999)]


@proves("time.clock_settime", "time.clock_settime_ns")
def set_clocks() -> object:
    assert os.getuid(), "as root this would change the clock"
    return [raised(time.clock_settime, time.CLOCK_REALTIME, 5.0), raised(time.clock_settime_ns, time.CLOCK_REALTIME, 5)]


@proves("time.get_clock_info")
def descriptions() -> object:
    names = ("time", "monotonic", "perf_counter", "process_time", "thread_time")
    return [[info.monotonic, info.adjustable] for info in map(time.get_clock_info, names)]


@proves("time.pthread_getcpuclockid")
def clocks_of_threads() -> object:
    return time.clock_gettime(time.pthread_getcpuclockid(threading.get_ident())) > 0


report()

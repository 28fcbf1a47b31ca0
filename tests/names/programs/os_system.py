"""Evidence for what `os` and `resource` say of users, limits and the machine, and how they change it."""

import os
import resource
import time
from collections.abc import Callable

from prelude import child, proves, raised, report


@proves("os.getuid", "os.geteuid", "os.getgid", "os.getegid", "os.getresuid", "os.getresgid")
def who() -> object:
    users = os.getuid() == os.geteuid() and os.getresuid() == (os.getuid(),) * 3
    return [users, os.getgid() == os.getegid() and os.getresgid() == (os.getgid(),) * 3]


def _only_root(function: Callable[..., object], own: tuple[object, ...], others: tuple[object, ...]) -> object:
    """What an ordinary user may: be who it is."""
    before = os.getresuid(), os.getresgid(), os.getgroups()
    found = [function(*own), raised(function, *others), (os.getresuid(), os.getresgid(), os.getgroups()) == before]
    return [*found, raised(function, *("none" for _ in own))]


@proves("os.setuid")
def set_user() -> object:
    return _only_root(os.setuid, (os.getuid(),), (0,))


@proves("os.seteuid")
def set_effective_user() -> object:
    return _only_root(os.seteuid, (os.getuid(),), (0,))


@proves("os.setreuid")
def set_users() -> object:
    return _only_root(os.setreuid, (-1, os.getuid()), (0, -1))


@proves("os.setresuid")
def set_all_users() -> object:
    return _only_root(os.setresuid, (-1, -1, os.getuid()), (0, 1, 2))


@proves("os.setgid")
def set_group() -> object:
    return _only_root(os.setgid, (os.getgid(),), (0,))


@proves("os.setegid")
def set_effective_group() -> object:
    return _only_root(os.setegid, (os.getgid(),), (0,))


@proves("os.setregid")
def set_groups_of_process() -> object:
    return _only_root(os.setregid, (-1, os.getgid()), (0, -1))


@proves("os.setresgid")
def set_all_groups() -> object:
    return _only_root(os.setresgid, (-1, -1, os.getgid()), (0, 1, 2))


@proves("os.setgroups")
def set_further_groups() -> object:
    return [raised(os.setgroups, [0]), raised(os.setgroups, 5), raised(os.setgroups, ["a"])]


@proves("os.getgroups")
def further_groups() -> object:
    return [isinstance(group, int) for group in os.getgroups()][:1] in ([], [True])


@proves("os.initgroups")
def groups_by_name() -> object:
    return [raised(os.initgroups, "root", 0), raised(os.initgroups, 5, 5)]


@proves("os.getgrouplist")
def groups_of_user() -> object:
    return [os.getgrouplist("nobody", 7), raised(os.getgrouplist, 5, 7)]


@proves("os.getlogin")
def login_name() -> object:
    code = "import os\ntry: print(bool(os.getlogin()))\nexcept OSError: print(True)"
    return child(code)


@proves("os.nice")
def niceness() -> object:
    return child("import os; print(os.nice(0), os.nice(3), os.nice(0))")


@proves("os.getpriority", "os.setpriority")
def priorities() -> object:
    return child(
        "import os; os.setpriority(os.PRIO_PROCESS, 0, 5); print(os.getpriority(os.PRIO_PROCESS, 0), os.nice(0))"
    )


@proves("os.cpu_count", "os.process_cpu_count", "os.sched_getaffinity")
def processors() -> object:
    count = os.cpu_count() or 0
    return [count >= len(os.sched_getaffinity(0)) >= 1, os.process_cpu_count() == len(os.sched_getaffinity(0))]


@proves("os.sched_setaffinity")
def affinity() -> object:
    return child(
        "import os; first = min(os.sched_getaffinity(0)); os.sched_setaffinity(0, {first})\n"
        "print(os.sched_getaffinity(0) == {first}, os.process_cpu_count())"
    )


@proves("os.sched_yield")
def yields() -> object:
    import threading

    seen = []
    thread = threading.Thread(target=lambda: seen.append(1))
    thread.start()
    until = time.monotonic() + 10
    while not seen and time.monotonic() < until:
        os.sched_yield()
    thread.join()
    return [seen, os.sched_yield()]


@proves("os.sched_getscheduler", "os.sched_getparam", "os.sched_param")
def scheduling() -> object:
    return [os.sched_getscheduler(0), os.sched_getparam(0).sched_priority, os.sched_param(3).sched_priority]


@proves("os.sched_setscheduler")
def set_scheduling() -> object:
    return child(
        "import os; os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0)); print(os.sched_getscheduler(0))"
    )


@proves("os.sched_setparam")
def set_scheduling_parameters() -> object:
    return [os.sched_setparam(0, os.sched_param(0)), raised(os.sched_setparam, 0, os.sched_param(500))]


@proves("os.sched_get_priority_max", "os.sched_get_priority_min")
def priorities_of_policies() -> object:
    policies = (os.SCHED_OTHER, os.SCHED_FIFO, os.SCHED_RR, os.SCHED_BATCH, os.SCHED_IDLE)
    return [[os.sched_get_priority_min(policy), os.sched_get_priority_max(policy)] for policy in policies]


@proves("os.sched_rr_get_interval")
def time_slices() -> object:
    return os.sched_rr_get_interval(0) >= 0


@proves("os.unshare", "os.setns")
def namespaces() -> object:
    fd = os.open("/proc/self/status", os.O_RDONLY)
    found = [raised(os.unshare, os.CLONE_NEWUTS), raised(os.setns, fd, 0), raised(os.setns, -1, 0)]
    os.close(fd)
    return found


@proves("os.getloadavg")
def load() -> object:
    return [value >= 0 for value in os.getloadavg()]


@proves("os.confstr", "os.confstr_names")
def strings() -> object:
    return [os.confstr("CS_PATH"), raised(os.confstr, "CS_ABSENT"), "CS_GNU_LIBC_VERSION" in os.confstr_names]


@proves("os.sysconf", "os.sysconf_names")
def limits_of_system() -> object:
    names = ("SC_CLK_TCK", "SC_IOV_MAX", "SC_NGROUPS_MAX", "SC_VERSION", "SC_2_VERSION")
    ours = os.sysconf("SC_NPROCESSORS_ONLN") == len(os.sched_getaffinity(0))
    return [
        [os.sysconf(name) for name in names],
        ours,
        os.sysconf("SC_PAGE_SIZE") % 4096,
        raised(os.sysconf, "SC_ABSENT"),
    ]


@proves("os.uname", "os.uname_result")
def names_of_system() -> object:
    found = os.uname()
    return [found.sysname, len(found), bool(found.nodename and found.release), type(found).__name__]


@proves("os.strerror")
def messages() -> object:
    import errno

    numbers = (errno.ENOENT, errno.ECONNREFUSED, errno.EAGAIN, errno.ENOTSUP, errno.ELOOP, 9999)
    return [os.strerror(number) for number in numbers]


@proves("errno.errorcode")
def names_of_errors() -> object:
    import errno

    return [
        sorted(errno.errorcode.items()),
        all(getattr(errno, name) == number for number, name in errno.errorcode.items()),
    ]


@proves("os.pathconf_names")
def names_of_limits() -> object:
    return sorted(os.pathconf_names)


def _names(functions: set) -> object:
    own = all(getattr(os, function.__name__) is function for function in functions)
    return [sorted(function.__name__ for function in functions), own]


@proves("os.supports_follow_symlinks")
def abilities_with_links() -> object:
    return _names(os.supports_follow_symlinks)


@proves("os.supports_dir_fd", "os.supports_effective_ids", "os.supports_fd")
def abilities() -> object:
    return [_names(os.supports_dir_fd), _names(os.supports_effective_ids), _names(os.supports_fd)]


@proves("resource.getrlimit", "resource.setrlimit")
def limits() -> object:
    code = """if True:
        import os, resource
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (20, hard))
        opened = []
        try:
            while len(opened) < 100:
                opened.append(os.open('/dev/null', os.O_RDONLY))
        except OSError as error:
            print(error.strerror, opened[-1], resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        """
    return child(code)


@proves("resource.prlimit")
def limits_of_process() -> object:
    found = resource.prlimit(os.getpid(), resource.RLIMIT_NOFILE)
    return [
        found == resource.getrlimit(resource.RLIMIT_NOFILE),
        raised(resource.prlimit, 2**22 - 1, resource.RLIMIT_CORE),
    ]


@proves("resource.getrusage", "resource.struct_rusage")
def usage() -> object:
    after = before = resource.getrusage(resource.RUSAGE_SELF)
    used, until = 0.0, time.monotonic() + 10
    while used < 0.05 and time.monotonic() < until:
        after = resource.getrusage(resource.RUSAGE_SELF)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return [used >= 0.05, after.ru_maxrss > 1000, len(after), type(after).__name__]


@proves("resource.getpagesize")
def page_size() -> object:
    return resource.getpagesize() % 4096


@proves("resource.error")
def errors() -> object:
    return resource.error is OSError


report()

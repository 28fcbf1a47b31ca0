"""Information about a signal that was waited for. Source: sigaction(2), Modules/signalmodule.c of CPython 3.14."""


class struct_siginfo(tuple[int, ...]):
    """Information about a signal that was waited for; the attributes are those of siginfo_t."""

    si_signo = property(lambda self: self[0])
    si_code = property(lambda self: self[1])
    si_errno = property(lambda self: self[2])
    si_pid = property(lambda self: self[3])
    si_uid = property(lambda self: self[4])
    si_status = property(lambda self: self[5])
    si_band = property(lambda self: self[6])


struct_siginfo.__module__ = "signal"

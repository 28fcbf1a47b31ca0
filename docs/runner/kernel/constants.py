"""Numbers of Linux that Emscripten's C library lacks, or has for names that the kernel serves itself.

Source: the headers of Linux on x86-64 (asm-generic/socket.h, linux/in.h, linux/in6.h, linux/tcp.h).
"""

import errno

# Emscripten has its own error numbers (those of WASI); CPython maps exceptions by them, so they stay.
ENOTSOCK = errno.ENOTSOCK
DEFAULT_BUFFER = 212992

# What Linux's C library says of errors for which Emscripten's has other words.
MESSAGES = {
    errno.EADDRINUSE: "Address already in use",
    errno.EADDRNOTAVAIL: "Cannot assign requested address",
    errno.ECHILD: "No child processes",
    errno.ECONNABORTED: "Software caused connection abort",
    errno.EDEADLK: "Resource deadlock avoided",
    errno.EDOM: "Numerical argument out of domain",
    errno.EHOSTUNREACH: "No route to host",
    errno.EINPROGRESS: "Operation now in progress",
    errno.EISCONN: "Transport endpoint is already connected",
    errno.ELOOP: "Too many levels of symbolic links",
    errno.EMFILE: "Too many open files",
    errno.EMSGSIZE: "Message too long",
    errno.ENAMETOOLONG: "File name too long",
    errno.ENETUNREACH: "Network is unreachable",
    errno.ENOMEM: "Cannot allocate memory",
    errno.ENOTCONN: "Transport endpoint is not connected",
    errno.ENOTSOCK: "Socket operation on non-socket",
    errno.ENOTSUP: "Operation not supported",
    errno.ENOTTY: "Inappropriate ioctl for device",
    errno.ERANGE: "Numerical result out of range",
    errno.ESPIPE: "Illegal seek",
    errno.ETIMEDOUT: "Connection timed out",
    errno.EXDEV: "Invalid cross-device link",
}

LINUX = {
    "AF_UNSPEC": 0, "AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10, "AF_NETLINK": 16,
    "SOL_SOCKET": 1, "SO_REUSEADDR": 2, "SO_TYPE": 3, "SO_ERROR": 4, "SO_DONTROUTE": 5, "SO_BROADCAST": 6,
    "SO_SNDBUF": 7, "SO_RCVBUF": 8, "SO_KEEPALIVE": 9, "SO_OOBINLINE": 10, "SO_LINGER": 13, "SO_REUSEPORT": 15,
    "SO_RCVLOWAT": 18, "SO_SNDLOWAT": 19, "SO_RCVTIMEO": 20, "SO_SNDTIMEO": 21, "SO_ACCEPTCONN": 30,
    "SO_PROTOCOL": 38, "SO_DOMAIN": 39,
    "SOCK_STREAM": 1, "SOCK_DGRAM": 2, "SOCK_RAW": 3, "SOCK_SEQPACKET": 5, "SCM_RIGHTS": 1, "SCM_CREDENTIALS": 2,
    "SO_PASSCRED": 16, "SO_PEERCRED": 17, "MSG_CMSG_CLOEXEC": 0x40000000, "MSG_MORE": 0x8000, "MSG_ERRQUEUE": 0x2000,
    "SOCK_NONBLOCK": 0o4000, "SOCK_CLOEXEC": 0o2000000, "SOMAXCONN": 4096,
    "SHUT_RD": 0, "SHUT_WR": 1, "SHUT_RDWR": 2,
    "MSG_OOB": 1, "MSG_PEEK": 2, "MSG_DONTROUTE": 4, "MSG_CTRUNC": 8, "MSG_TRUNC": 32, "MSG_DONTWAIT": 64,
    "MSG_EOR": 128, "MSG_WAITALL": 256, "MSG_NOSIGNAL": 16384,
    "IPPROTO_IP": 0, "IPPROTO_ICMP": 1, "IPPROTO_TCP": 6, "IPPROTO_UDP": 17, "IPPROTO_IPV6": 41,
    "TCP_NODELAY": 1, "TCP_MAXSEG": 2, "TCP_CORK": 3, "TCP_KEEPIDLE": 4, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 6,
    "TCP_SYNCNT": 7, "TCP_LINGER2": 8, "TCP_DEFER_ACCEPT": 9, "TCP_QUICKACK": 12, "TCP_USER_TIMEOUT": 18,
    "TCP_FASTOPEN": 23,
    "IP_TOS": 1, "IP_TTL": 2, "IP_MULTICAST_IF": 32, "IP_MULTICAST_TTL": 33, "IP_MULTICAST_LOOP": 34,
    "IP_ADD_MEMBERSHIP": 35, "IP_DROP_MEMBERSHIP": 36,
    "IPV6_UNICAST_HOPS": 16, "IPV6_MULTICAST_IF": 17, "IPV6_MULTICAST_HOPS": 18, "IPV6_MULTICAST_LOOP": 19,
    "IPV6_JOIN_GROUP": 20, "IPV6_LEAVE_GROUP": 21, "IPV6_V6ONLY": 26, "IPV6_TCLASS": 67,
    "IPV6_RECVHOPLIMIT": 51, "IPV6_HOPLIMIT": 52, "IPV6_RECVTCLASS": 66,
    "INADDR_ANY": 0, "INADDR_BROADCAST": 0xFFFFFFFF, "INADDR_LOOPBACK": 0x7F000001, "INADDR_NONE": 0xFFFFFFFF,
    "INADDR_ALLHOSTS_GROUP": 0xE0000001, "INADDR_MAX_LOCAL_GROUP": 0xE00000FF, "INADDR_UNSPEC_GROUP": 0xE0000000,
    "NI_MAXHOST": 1025,
}  # fmt: skip

# Of the module `os`.
OS = {
    "CLONE_FILES": 0x400, "CLONE_FS": 0x200, "CLONE_NEWCGROUP": 0x2000000, "CLONE_NEWIPC": 0x8000000,
    "CLONE_NEWNET": 0x40000000, "CLONE_NEWNS": 0x20000, "CLONE_NEWPID": 0x20000000, "CLONE_NEWTIME": 0x80,
    "CLONE_NEWUSER": 0x10000000, "CLONE_NEWUTS": 0x4000000, "CLONE_SIGHAND": 0x800, "CLONE_SYSVSEM": 0x40000,
    "CLONE_THREAD": 0x10000, "CLONE_VM": 0x100, "GRND_NONBLOCK": 1, "GRND_RANDOM": 2, "MFD_CLOEXEC": 1,
    "MFD_ALLOW_SEALING": 2, "MFD_HUGETLB": 4, "MFD_HUGE_MASK": 63, "MFD_HUGE_SHIFT": 26, "NGROUPS_MAX": 65536,
    "O_ACCMODE": 3, "O_FSYNC": 0o4010000, "O_LARGEFILE": 0, "POSIX_SPAWN_CLOSEFROM": 3, "RTLD_DEEPBIND": 8,
    "SCHED_NORMAL": 0, "SEEK_DATA": 3, "SEEK_HOLE": 4, "TMP_MAX": 238328, "XATTR_CREATE": 1, "XATTR_REPLACE": 2,
    "XATTR_SIZE_MAX": 65536,
} | {
    f"MFD_HUGE_{size}": exponent << 26
    for exponent, size in (
        (16, "64KB"), (19, "512KB"), (20, "1MB"), (21, "2MB"), (23, "8MB"), (24, "16MB"), (25, "32MB"), (28, "256MB"),
        (29, "512MB"), (30, "1GB"), (31, "2GB"), (34, "16GB"),
    )
}  # fmt: skip
# Of `fcntl`.
FCNTL = {
    "DN_MULTISHOT": 0x80000000, "FICLONE": 0x40049409, "FICLONERANGE": 0x4020940D, "F_DUPFD_QUERY": 1027, "F_EXLCK": 4,
    "F_SHLCK": 8, "LOCK_MAND": 32, "LOCK_READ": 64, "LOCK_WRITE": 128, "LOCK_RW": 192,
}  # fmt: skip

"""Common programs, as far as commands and examples need them: `grep`, `sort` and the like.

Each gets its arguments and the descriptors of its standard streams, and returns an exit code. Raises OSError, and
ValueError for arguments that it doesn't understand.
"""

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from itertools import islice

from ..processes.clock import sleep as _wait
from .streams import Streams, write


def _options(arguments: list[str], known: str) -> tuple[set[str], list[str]]:
    """The letters of leading options, and the remaining arguments."""
    found: set[str] = set()
    rest = list(arguments)
    while rest and rest[0].startswith("-") and rest[0] != "-":
        word = rest.pop(0)
        if word == "--":
            break
        if unknown := set(word[1:]) - set(known):
            raise ValueError(f"invalid option -- '{unknown.pop()}'")
        found |= set(word[1:])
    return found, rest


def _chunks(name: str, streams: Streams) -> Iterator[bytes]:
    fd = streams[0] if name == "-" else os.open(name, os.O_RDONLY)
    try:
        while data := os.read(fd, 65536):
            yield data
    finally:
        if name != "-":
            os.close(fd)


def _lines(names: list[str], streams: Streams) -> Iterator[str]:
    """The lines of files, or of standard input if no file is named."""
    for name in names or ["-"]:
        rest = b""
        for data in _chunks(name, streams):
            *whole, rest = (rest + data).split(b"\n")
            yield from map(os.fsdecode, whole)
        if rest:
            yield os.fsdecode(rest)


def _cat(arguments: list[str], streams: Streams) -> int:
    for name in arguments or ["-"]:
        for data in _chunks(name, streams):
            write(streams, data)
    return 0


def _date(arguments: list[str], streams: Streams) -> int:
    form = arguments[0][1:] if arguments else "%a %b %e %H:%M:%S %Z %Y"
    write(streams, time.strftime(form) + "\n")
    return 0


def _env(arguments: list[str], streams: Streams) -> int:
    write(streams, "".join(f"{name}={value}\n" for name, value in os.environ.items()))
    return 0


def _grep(arguments: list[str], streams: Streams) -> int:
    options, (pattern, *names) = _options(arguments, "cEinv")
    wanted = re.compile(pattern, re.IGNORECASE if "i" in options else 0)
    count = 0
    for number, line in enumerate(_lines(names, streams), 1):
        if (wanted.search(line) is None) is ("v" in options):
            count += 1
            if "c" not in options:
                write(streams, f"{number}:{line}\n" if "n" in options else f"{line}\n")
    if "c" in options:
        write(streams, f"{count}\n")
    return int(not count)


def _head(arguments: list[str], streams: Streams) -> int:
    count = 10
    if arguments[:1] == ["-n"]:
        count, arguments = int(arguments[1]), arguments[2:]
    elif arguments and re.fullmatch(r"-n?\d+", arguments[0]):
        count, arguments = int(arguments[0].lstrip("-n")), arguments[1:]
    for line in islice(_lines(arguments, streams), count):
        write(streams, f"{line}\n")
    return 0


def _described(path: str, name: str) -> str:
    found = os.stat(path)
    changed = time.strftime("%b %e %H:%M", time.localtime(found.st_mtime))
    words = (stat.filemode(found.st_mode), found.st_nlink, found.st_uid, found.st_gid, found.st_size, changed, name)
    return " ".join(map(str, words))


def _ls(arguments: list[str], streams: Streams) -> int:
    options, names = _options(arguments, "1al")
    code = 0
    for name in names or ["."]:
        if not os.path.lexists(name):
            os.write(streams[2], f"ls: cannot access '{name}': {os.strerror(errno.ENOENT)}\n".encode())
            code = 2
            continue
        inside = os.path.isdir(name)
        found = sorted(os.listdir(name)) if inside else [name]
        for entry in found:
            if not (inside and entry.startswith(".")) or "a" in options:
                path = os.path.join(name, entry) if inside else entry
                write(streams, (_described(path, entry) if "l" in options else entry) + "\n")
    return code


def _seq(arguments: list[str], streams: Streams) -> int:
    numbers = [float(word) if "." in word else int(word) for word in arguments]
    first, step, last = {1: [1, 1, *numbers], 2: [*numbers[:1], 1, *numbers[1:]]}.get(len(numbers), numbers)
    while first <= last if step > 0 else first >= last:
        write(streams, f"{first:g}\n")
        first += step
    return 0


def _sleep(arguments: list[str], streams: Streams) -> int:
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    total = 0.0
    for word in arguments:
        total += float(word[:-1]) * units[word[-1]] if word[-1] in units else float(word)
    _wait(total)
    return 0


def _sort(arguments: list[str], streams: Streams) -> int:
    options, names = _options(arguments, "nru")

    def by_number(line: str) -> float:
        found = re.match(r"\s*(-?\d+(\.\d+)?)", line)
        return float(found[1]) if found else 0

    lines = sorted(_lines(names, streams))
    if "u" in options:
        lines = list(dict.fromkeys(lines))
    if "n" in options:
        lines.sort(key=by_number)
    write(streams, "".join(f"{line}\n" for line in (reversed(lines) if "r" in options else lines)))
    return 0


def _uname(arguments: list[str], streams: Streams) -> int:
    options, _ = _options(arguments, "asnrvm")
    system = os.uname()
    parts = {"s": system.sysname, "n": system.nodename, "r": system.release, "v": system.version, "m": system.machine}
    wanted = parts.keys() if "a" in options else options or {"s"}
    write(streams, " ".join(parts[letter] for letter in parts if letter in wanted) + "\n")
    return 0


def _wc(arguments: list[str], streams: Streams) -> int:
    options, names = _options(arguments, "clw")
    for name in names or ["-"]:
        data = b"".join(_chunks(name, streams))
        counts = {"l": data.count(b"\n"), "w": len(data.split()), "c": len(data)}
        shown = [str(counts[letter]) for letter in counts if letter in (options or counts)]
        write(streams, " ".join(shown + [name] * (name != "-")) + "\n")
    return 0


def _yes(arguments: list[str], streams: Streams) -> int:
    line = (" ".join(arguments) or "y") + "\n"
    while True:
        write(streams, line * 100)


PROGRAMS: dict[str, Callable[[list[str], Streams], int]] = {
    "cat": _cat,
    "date": _date,
    "env": _env,
    "grep": _grep,
    "head": _head,
    "ls": _ls,
    "seq": _seq,
    "sleep": _sleep,
    "sort": _sort,
    "uname": _uname,
    "wc": _wc,
    "yes": _yes,
}

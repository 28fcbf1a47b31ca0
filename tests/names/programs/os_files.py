"""Evidence for what `os` does with names in the file system."""

import os
import stat

from prelude import proves, raised, report, write


def _mode(name: str) -> str:
    return stat.filemode(os.lstat(name).st_mode)


@proves("os.chmod")
def modes() -> object:
    os.chmod(write("a"), 0o640)
    return _mode("a")


@proves("os.fchmod")
def modes_of_descriptors() -> object:
    fd = os.open(write("a"), os.O_RDWR)
    os.fchmod(fd, 0o604)
    os.close(fd)
    return _mode("a")


@proves("os.access")
def permissions() -> object:
    os.chmod(write("a"), 0o600)
    return [os.access("a", os.R_OK), os.access("a", os.X_OK), os.access("absent", os.F_OK)]


@proves("os.stat", "os.lstat", "os.stat_result")
def states() -> object:
    os.symlink(write("a"), "link")
    found, link = os.stat("link"), os.lstat("link")
    own = [found.st_uid == os.getuid(), found.st_gid == os.getgid(), os.stat("/").st_uid]
    return [found.st_size, found.st_nlink, link.st_size, stat.S_ISLNK(link.st_mode), own, type(found).__name__]


def _owned(change) -> object:  # type: ignore[no-untyped-def]
    """Only root may give a file away; its owner may leave it as it is."""
    name = write("a")
    return [
        change(name, os.getuid(), os.getgid()),
        raised(change, name, 0, 0),
        raised(change, name, -1, 0),
        os.stat(name).st_size,
    ]


@proves("os.chown")
def owners() -> object:
    return [_owned(os.chown), raised(os.chown, "absent", -1, -1)]


@proves("os.fchown")
def owners_by_descriptor() -> object:
    fd = os.open(write("b"), os.O_RDWR)
    found = _owned(lambda name, user, group: os.fchown(fd, user, group))
    os.close(fd)
    return [found, raised(os.fchown, fd, -1, -1)]


@proves("os.lchown")
def owners_of_links() -> object:
    os.symlink("absent", "link")
    return [_owned(os.lchown), os.lchown("link", os.getuid(), -1), raised(os.lchown, "link", 0, 0)]


@proves("os.link")
def hard_links() -> object:
    os.link(write("a"), "b")
    write("b", b"other")
    return [os.stat("a").st_nlink, os.path.samefile("a", "b"), open("a").read(), raised(os.link, "a", "b")]


@proves("os.symlink", "os.readlink")
def symbolic_links() -> object:
    os.symlink(write("a"), "link")
    return [os.readlink("link"), os.readlink(b"link").decode(), os.path.islink("link"), open("link").read()]


@proves("os.rename", "os.replace", "os.renames")
def renames() -> object:
    os.rename(write("a"), "b")
    os.replace("b", write("c", b""))
    os.renames("c", "d/e/f")
    return [os.listdir("."), os.listdir("d/e"), open("d/e/f").read()]


@proves("os.mkdir", "os.makedirs", "os.rmdir", "os.removedirs")
def directories() -> object:
    os.mkdir("a", 0o700)
    modes = _mode("a")
    os.makedirs("b/c/d", exist_ok=True)
    full = raised(os.rmdir, "b/c")
    os.removedirs("b/c/d")
    os.rmdir("a")
    return [modes, full, os.listdir(".")]


@proves("os.remove", "os.unlink")
def removals() -> object:
    os.remove(write("a"))
    os.unlink(write("b"))
    return [os.listdir("."), raised(os.remove, "a"), raised(os.unlink, os.mkdir("c") or "c")]


@proves("os.listdir", "os.scandir", "os.DirEntry", "os.walk", "os.fwalk")
def listings() -> object:
    os.makedirs("a/b")
    write("a/c")
    os.symlink("c", "a/d")
    with os.scandir("a") as entries:
        found = sorted([entry.name, entry.is_dir(), entry.is_file(), entry.is_symlink()] for entry in entries)
    walked = [[top, sorted(folders), sorted(files)] for top, folders, files in os.walk("a")]
    by_descriptor = [[top, sorted(folders), sorted(files)] for top, folders, files, fd in os.fwalk("a")]
    entry = next(os.scandir("."))
    return [found, walked, by_descriptor, sorted(os.listdir("a")), [type(entry) is os.DirEntry, os.fspath(entry)]]


@proves("os.chdir", "os.fchdir", "os.getcwd", "os.getcwdb")
def current_directory() -> object:
    top = os.getcwd()
    os.mkdir("a")
    fd = os.open("a", os.O_RDONLY)
    os.chdir("a")
    inner = [os.path.relpath(os.getcwd(), top), os.getcwdb() == os.fsencode(os.getcwd())]
    os.chdir(top)
    os.fchdir(fd)
    os.close(fd)
    return [*inner, os.path.relpath(os.getcwd(), top)]


@proves("os.chroot")
def other_root() -> object:
    os.mkdir("a")
    return [raised(os.chroot, "a"), raised(os.chroot, "absent")]


@proves("os.utime")
def times() -> object:
    os.utime(write("a"), ns=(1_234_567_890_123_456_789, 987_654_321_000_000_001))
    found = os.stat("a")
    os.utime("a", (5, 7.5))
    return [found.st_atime_ns, found.st_mtime_ns, os.stat("a").st_atime, os.stat("a").st_mtime]


@proves("os.truncate")
def lengths() -> object:
    os.truncate(write("a"), 4)
    os.truncate(write("b"), 12)
    return [open("a").read(), open("b").read()]


@proves("os.mkfifo")
def named_pipes() -> object:
    import threading

    os.mkfifo("a", 0o600)
    written = []
    thread = threading.Thread(target=lambda: written.append(open("a", "w").write("through")))
    thread.start()
    text = open("a").read()
    thread.join()
    return [_mode("a"), written, text]


@proves("os.mknod")
def nodes() -> object:
    os.mknod("a", 0o600 | stat.S_IFREG)
    return [_mode("a"), raised(os.mknod, "a"), raised(os.mknod, "b", 0o600 | stat.S_IFBLK, os.makedev(7, 0))]


@proves("os.setxattr", "os.getxattr", "os.listxattr", "os.removexattr")
def extended_attributes() -> object:
    os.setxattr(write("a"), "user.colour", b"blue")
    found = [os.getxattr("a", "user.colour").decode(), os.listxattr("a")]
    os.removexattr("a", "user.colour")
    return [*found, os.listxattr("a"), raised(os.getxattr, "a", "user.colour")]


@proves("os.statvfs", "os.fstatvfs", "os.statvfs_result")
def file_systems() -> object:
    found = os.statvfs(".")
    fd = os.open(write("a"), os.O_RDONLY)
    same = os.fstatvfs(fd).f_bsize == found.f_bsize
    os.close(fd)
    return [found.f_bsize > 0, found.f_bavail <= found.f_blocks, found.f_namemax, same, type(found).__name__]


@proves("os.pathconf", "os.fpathconf")
def limits_of_paths() -> object:
    fd = os.open(write("a"), os.O_RDONLY)
    values = [os.pathconf(".", "PC_NAME_MAX"), os.pathconf(".", "PC_PATH_MAX"), os.fpathconf(fd, "PC_PIPE_BUF")]
    os.close(fd)
    return [*values, raised(os.pathconf, ".", "PC_ABSENT")]


@proves("os.umask")
def masks() -> object:
    former = os.umask(0o077)
    write("a")
    again = os.umask(former)
    return [oct(again), _mode("a")]


@proves("os.sync")
def all_to_disk() -> object:
    return [os.sync(), open(write("a")).read()]


@proves("os.fspath", "os.fsencode", "os.fsdecode", "os.PathLike")
def paths() -> object:
    class Path(os.PathLike[str]):
        def __fspath__(self) -> str:
            return "a/ü"

    path = Path()
    return [os.fspath(path), list(os.fsencode(path)), os.fsdecode(os.fsencode(path)), raised(os.fspath, 1)]


@proves("os.GenericAlias", "os.Mapping", "os.MutableMapping")
def borrowed_names() -> object:
    return [os.GenericAlias(list, int).__name__, os.Mapping.__module__, os.MutableMapping.__name__]


report()

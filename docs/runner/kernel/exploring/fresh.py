"""Restores an interpreter's state after a run of a program, so that the next run begins like the first.

Restored are: the globals of modules imported before the first run, the contents of their lists, dictionaries and sets,
and their counters (`Thread-1`); the environment, the working directory, files in the program's directory and in /tmp;
signals, timers, descriptors, hooks, loggers. Modules that a run imports are imported again by the next one. Changes
inside other objects of the library are not undone.
"""

import atexit
import builtins
import gc
import itertools
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from .. import browser
from ..base import collector
from ..base.tracebacks import is_kernel
from ..files import descriptors, table
from ..net import ports
from ..processes import children, itimers, signals
from ..threads import module as threads
from ..threads import scheduler

_CONTAINERS = (list, dict, set)
# Attributes of `sys` that aren't a program's state, or are restored otherwise.
_KEPT_BY_SYS = {"modules", "path_importer_cache"}
_NO_STATE = {"__main__", "_pyodide", "_pyodide_core"}
_SIG_SETMASK = 2
_TEMPORARY = "/tmp"
_CACHE = "__pycache__"
_TOOLS = range(6)  # of sys.monitoring


def _is_counter(value: object) -> bool:
    return isinstance(value, itertools.count) or isinstance(getattr(value, "__self__", None), itertools.count)


def _is_of_processes(value: object) -> bool:
    """Whether this is an object in which `multiprocessing` keeps track of processes."""
    return type(value).__module__.partition(".")[0] == "multiprocessing" and hasattr(value, "__dict__")


def _again(counter: Any) -> Callable[[], Any]:
    """A function that creates a counter, or its `__next__`, which continues from this one's value."""
    bound = getattr(counter, "__self__", None)
    numbers = [int(each) for each in re.findall(r"-?\d+", repr(bound or counter))]  # "count(1)", "count(1, 2)"
    return (lambda: itertools.count(*numbers).__next__) if bound is not None else (lambda: itertools.count(*numbers))


class Module:
    """The globals of a module."""

    def __init__(self, module: ModuleType) -> None:
        self._globals = module.__dict__
        kept = _KEPT_BY_SYS if module is sys else set()
        self._kept = kept
        self._names = {name: value for name, value in self._globals.items() if name not in kept}
        self._contents = [(each, each.copy()) for each in self._names.values() if type(each) in _CONTAINERS]
        self._objects = [(each, dict(vars(each))) for each in self._names.values() if _is_of_processes(each)]
        self._counters: list[tuple[Any, str, Callable[[], Any]]] = []
        for name, value in self._names.items():
            if _is_counter(value):
                self._counters.append((None, name, _again(value)))
            elif isinstance(value, type) and value.__module__ == module.__name__:
                for attribute, held in vars(value).items():
                    if _is_counter(held):
                        self._counters.append((value, attribute, _again(held)))

    def restore(self) -> None:
        """Restore the globals."""
        found = self._globals
        if not _are_same(found, self._names):
            for name in [name for name in found if name not in self._names and name not in self._kept]:
                del found[name]
            found.update(self._names)
        for container, contents in self._contents:
            if not _are_same(container, contents):
                container.clear()
                container.extend(contents) if isinstance(container, list) else container.update(contents)
        for value, attributes in self._objects:
            vars(value).clear()
            vars(value).update(attributes)
        for holder, name, again in self._counters:
            if holder is None:
                found[name] = again()
            else:
                setattr(holder, name, again())


def _are_same(container: Any, contents: Any) -> bool:
    try:
        return bool(container == contents)
    except Exception:  # comparing a program's objects may raise anything
        return False


class Files:
    """The files of some directories."""

    def __init__(self, *roots: str) -> None:
        self._roots = roots
        self._known = {path: self._read(path) for path in self._walk()}

    def _walk(self) -> Iterator[str]:
        for root in self._roots:
            yield root
            for directory, names, files in os.walk(root):
                names[:] = [name for name in names if name != _CACHE]
                yield from (os.path.join(directory, name) for name in (*names, *files))

    def _read(self, path: str) -> tuple[tuple[int, int, int], bytes | None]:
        info = os.lstat(path)
        key = info.st_mode, info.st_size, info.st_mtime_ns
        if not stat.S_ISREG(info.st_mode):
            return key, None
        with open(path, "rb") as file:
            return key, file.read()

    def restore(self) -> None:
        """Remove new files, and rewrite those that were changed or removed."""
        for path, ((mode, _, _), contents) in self._known.items():  # a directory comes before what it holds
            info = os.lstat(path) if os.path.lexists(path) else None
            if info is not None and stat.S_IFMT(info.st_mode) != stat.S_IFMT(mode):
                _remove(path)
                info = None
            if info is None and contents is None:
                os.mkdir(path)
            if (info is None and contents is None) or (info is not None and info.st_mode != mode):
                os.chmod(path, stat.S_IMODE(mode))
        for root in self._roots:
            self._remove_new(root)
        for path, (key, contents) in self._known.items():
            if contents is None:
                continue
            info = os.lstat(path) if os.path.lexists(path) else None
            if info is None or (info.st_mode, info.st_size, info.st_mtime_ns) != key:
                with open(path, "wb") as file:
                    file.write(contents)
                self._known[path] = self._read(path)

    def _remove_new(self, directory: str) -> None:
        for name in os.listdir(directory):
            path = os.path.join(directory, name)
            if path not in self._known:
                if name != _CACHE:
                    _remove(path)
            elif stat.S_ISDIR(self._known[path][0][0]):
                self._remove_new(path)


def _remove(path: str) -> None:
    """Remove a file, or a directory with all that it holds, whatever its permissions."""
    if not stat.S_ISDIR(os.lstat(path).st_mode):
        os.unlink(path)
        return
    os.chmod(path, 0o700)
    for name in os.listdir(path):
        _remove(os.path.join(path, name))
    os.rmdir(path)


class Baseline:
    """The state of an interpreter before the first run of a program.

    Args:
        directory: The program's directory.
    """

    def __init__(self, directory: str) -> None:
        collector.relieve()
        self._directory = directory
        self._modules = dict(sys.modules)
        self._states = [Module(each) for each in self._modules.values() if _has_state(each)]
        self._environment = dict(os.environ)
        self._files = Files(directory, _TEMPORARY)
        self._open = {fd for fd in range(table.last() + 1) if table.is_open(fd)}
        self._limit = sys.getrecursionlimit()
        self._loggers = _Loggers()
        self._builtins = dict(vars(builtins))
        self._tools = _tools()

    def restore_builtins(self) -> None:
        """Restore the built-in functions, without which nothing else works."""
        vars(builtins).update(self._builtins)

    def restore(self) -> None:
        """Restore an interpreter in which no thread of the run runs any more."""
        for thread in scheduler.alive:
            browser.forget(thread.ident)
        scheduler.alive.intersection_update({scheduler.main})
        scheduler.enter(scheduler.main.ident)
        scheduler.main.asynchronous = None
        scheduler.Thread.number_again()
        children.forget()
        ports.number_again()
        threads.forget_threads()
        atexit._clear()
        sys.settrace(None)
        sys.setprofile(None)
        for tool in _tools() - self._tools:
            sys.monitoring.free_tool_id(tool)  # type: ignore[attr-defined,unused-ignore]  # since Python 3.12
        for name in [name for name in sys.modules if name not in self._modules]:
            del sys.modules[name]
        sys.modules.update(self._modules)
        for state in self._states:
            state.restore()
        self._loggers.restore()
        for fd in range(3, table.last() + 1):
            if fd not in self._open and table.is_open(fd):
                descriptors.close(fd)
        itimers.setitimer(0, 0)
        signals.set_wakeup_fd(-1)
        signals.begin([], python=True, pending=[])
        browser.take_signals()
        signals.pthread_sigmask(_SIG_SETMASK, ())
        sys.setrecursionlimit(self._limit)
        sys.setswitchinterval(0.005)
        gc.enable()
        if dict(os.environ) != self._environment:
            os.environ.clear()
            os.environ.update(self._environment)
        os.umask(0o022)
        self._files.restore()
        os.chdir(self._directory)  # it may have been removed


def _tools() -> set[int]:
    """The tools of `sys.monitoring` that are in use."""
    monitoring: Any = getattr(sys, "monitoring", None)
    return {tool for tool in _TOOLS if monitoring.get_tool(tool) is not None} if monitoring else set()


class _Loggers:
    """The state that `logging` keeps in its own objects."""

    def __init__(self) -> None:
        logging: Any = sys.modules.get("logging")
        self._root = logging.root if logging else None
        if self._root is not None:
            self._state = dict(vars(self._root), handlers=list(self._root.handlers), filters=list(self._root.filters))
            self._names = dict(self._root.manager.loggerDict)

    def restore(self) -> None:
        if self._root is None:
            return
        lists = {"handlers": list(self._state["handlers"]), "filters": list(self._state["filters"]), "_cache": {}}
        vars(self._root).update(self._state | lists)
        manager = self._root.manager
        manager.loggerDict.clear()
        manager.loggerDict.update(self._names)
        manager.disable = 0
        manager.loggerClass = None
        for each in self._names.values():
            if hasattr(each, "_cache"):
                each._cache.clear()


def _has_state(module: ModuleType) -> bool:
    """Whether a module belongs to a library, and isn't part of the kernel or of Pyodide, which is slow to compare.

    Pyodide's C code keeps the types of JavaScript's objects in a dictionary of `_pyodide_core`. Each of them that is
    taken out is freed, and takes with it a reference to their metaclass that it doesn't have: after some twenty runs,
    the interpreter crashed.
    """
    if not isinstance(module, ModuleType) or module.__name__.partition(".")[0] in _NO_STATE:
        return False
    return not is_kernel(_file(module))


def _file(module: ModuleType) -> str:
    return str(getattr(module, "__file__", None) or "")

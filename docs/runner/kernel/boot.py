"""Puts the kernel below the standard library.

`sitecustomize` calls `install` while the interpreter starts, before anything has imported `threading`, `socket`,
`selectors` or `asyncio`, so these bind the kernel's modules, and nothing has to be patched afterwards.
"""

import gc
import importlib
import os
import posix
import select as native_select
import sys
import time
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import TYPE_CHECKING, Any

from . import browser
from .base import builtin, c_libraries, collector, error_numbers, hashing, unraisable
from .files import calls, control, counters, descriptors, fileio, locks, memory, pipes, polling, sharing, splicing
from .interpreters import channels, queues
from .interpreters import module as interpreters_module
from .net import description, ports
from .net import module as socket_module
from .processes import (
    children,
    clock,
    date_format,
    execution,
    faulthandler,
    identity,
    inspection,
    jobs,
    limits,
    processes,
    scheduling,
    semaphores,
    signals,
    spawning,
    system,
    time_zone,
    unavailable,
)
from .python import common, configuration, packages, program
from .recording import live, others, portable
from .threads import async_exc, frames, scheduler, tracing
from .threads import module as thread_module
from .tls import module as tls_module
from .web import gateway

if TYPE_CHECKING:
    from .bridge import Bridge


def _replace(functions: Iterable[Callable[..., Any]]) -> None:
    """Replace the functions of the same names in `os`."""
    builtin.provide("posix", functions, posix, os)


def _register() -> None:
    """Set the hooks of packages to functions of packages above them; `interpreters` sets its own."""
    scheduler.deliver_signals.enter(signals.deliver_to_waiting_main)
    descriptors.broken_pipe.enter(signals.break_pipe)
    processes.hash_seed.enter(configuration.hash_seed)
    processes.note_on_program.enter(packages.note_on_program)
    inspection.waits.enter(others.answer)
    processes.recorded.enter(live.passed_on)
    ports.outside.enter(gateway.outside)
    ports.own_machine.enter(gateway.own_machine)
    # A socket's connection has an "end", too: the first matching entry decides the kind.
    sharing.enter("socket", description.open_shared)
    sharing.enter("segment", memory.open_shared)
    sharing.enter("end", pipes.open_shared)


def install() -> None:
    """Replace the modules that the kernel implements."""
    # The kernel provides Linux's functions, and the standard library decides by this name whether to use them.
    sys.platform = "linux"
    _register()
    sys.modules["_thread"] = thread_module.make(signals.interrupt_main)
    sys.modules["_signal"] = signals.make()
    sys.modules["faulthandler"] = faulthandler.make()
    sys.modules["_socket"] = socket_module.make()
    sys.modules["_ssl"] = tls_module.make()
    sys.modules["select"] = polling.make(native_select)
    sys.modules["_multiprocessing"] = semaphores.make()
    sys.modules["_posixshmem"] = memory.make()
    sys.modules["_interpreters"] = interpreters_module.make()
    sys.modules["_interpqueues"] = queues.make()
    sys.modules["_interpchannels"] = channels.make()
    sys.modules["_hashlib"] = hashing.make()
    sys.modules["_remote_debugging"] = inspection.make()
    # The C queue blocks on a C lock, which would stop all threads; None makes `queue` use its Python version.
    sys.modules["_queue"] = None  # type: ignore[assignment]
    builtin.provide("time", clock.install(_replace), time)
    builtin.provide("sys", [program.is_finalizing], sys)
    for part in (descriptors, control, locks, counters, memory, splicing, system, identity):
        part.install(_replace)
    for part in (children, processes, jobs, spawning, execution):
        part.install(_replace)
    for part in (scheduling, calls, unavailable):
        part.install(_replace)
    calls.list_abilities()
    limits.install()
    time_zone.install()
    date_format.install()
    fileio.install()
    frames.install()
    unraisable.install()
    tracing.install()
    gc.callbacks.append(browser.note_collection)
    signals.install()
    gateway.install()
    # Pyodide's own event loop would replace asyncio.run and time.sleep. Nothing here needs it.
    webloop = ModuleType("pyodide.webloop")
    webloop._initialize_event_loop = lambda: None  # type: ignore[attr-defined]
    sys.modules["pyodide.webloop"] = webloop


def preload() -> None:
    """Import the modules that images contain."""
    for name in common.COMMON:
        importlib.import_module(name)
    portable.load()
    async_exc.install()
    frames.hide()
    for name in ("PYTHONINSPECT", "LD_LIBRARY_PATH"):  # set by Pyodide
        os.environ.pop(name, None)
    ctypes = importlib.import_module("ctypes")
    error_numbers.install_in_ctypes(ctypes)
    c_libraries.install(ctypes, importlib.import_module("ctypes.util"))
    # Pyodide's advice refers to its own distribution, which isn't used here: `packages` gives the site's advice.
    advice: Any = importlib.import_module("_pyodide._importhook")
    advice.add_note_to_module_not_found_error = lambda error: None
    # A fork server can't fork here: programs that ask for one get a spawned process.
    from multiprocessing import popen_forkserver, popen_spawn_posix

    class Popen(popen_spawn_posix.Popen):
        method = "forkserver"

    popen_forkserver.Popen = Popen  # type: ignore[assignment,misc]
    # `sysconfig` imports it under the platform's name.
    sys.modules["_sysconfigdata__linux_wasm32-emscripten"] = importlib.import_module(
        "_sysconfigdata__emscripten_wasm32-emscripten"
    )
    collector.relieve()


def _set_path() -> None:
    """Set `sys.path` to CPython's initial one; Pyodide always puts the current directory first."""
    sys.path[:] = [entry for entry in sys.path if entry]
    library = "/lib/python{}.{}".format(*sys.version_info)
    if library not in sys.path:
        sys.path.insert(1, library)


def attach(bridge: "Bridge", pid: int, parent: int, cores: int, executable: str, generation: int) -> None:
    """Become a process: reset the state that the image's memory holds from another one."""
    browser.attach(bridge)
    _set_path()
    processes.identify(pid, parent, executable, generation=generation)
    scheduling.set_cores(cores)
    sys.executable = sys._base_executable = executable  # type: ignore[attr-defined]
    if "threading" in sys.modules:
        sys.modules["threading"].main_thread()._set_native_id()
    if "logging" in sys.modules:
        sys.modules["logging"]._startTime = time.time_ns()  # type: ignore[attr-defined]
    if "random" in sys.modules:
        sys.modules["random"].seed()

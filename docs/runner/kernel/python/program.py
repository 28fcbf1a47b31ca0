"""The end of a program: what CPython does after its last line, and with an uncaught exception."""

import atexit
import contextlib
import gc
import sys
import weakref
from types import FunctionType, ModuleType

from .. import browser
from ..base import unraisable
from ..base.hooks import Hook
from ..base.tracebacks import traceback_outside_kernel
from ..recording import live
from ..threads import scheduler
from ..threads.entry import runs_program
from . import packages

# CPython ends itself with SIGINT after an uncaught KeyboardInterrupt.
INTERRUPTED = -2
# CPython's exit code if the output couldn't be flushed.
_NOT_FLUSHED = 120
# The names of the program's module, also in a child of `multiprocessing`.
_MAIN = ("__main__", "__mp_main__")


def is_finalizing() -> bool:
    """Whether the interpreter is finalizing."""
    return scheduler.finalizing


# Ends the other interpreters of the process, if there are any.
end_others: Hook[[], None] = Hook(lambda: None)


def _exit_code(error: SystemExit) -> int:
    code = error.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF if -(2**63) <= code < 2**63 else 0xFF
    with contextlib.suppress(Exception):
        print(code, file=sys.stderr)
    return 1


def report(error: BaseException) -> int:
    """Print an uncaught exception; returns the exit code."""
    if isinstance(error, SystemExit):
        return _exit_code(error)
    tb = traceback_outside_kernel(error.__traceback__)
    error.__traceback__ = tb
    if help_ := packages.note(error):
        error.add_note(help_)
    sys.last_exc = error  # type: ignore[attr-defined,unused-ignore]  # since Python 3.12
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, tb
    try:
        sys.excepthook(type(error), error, tb)
    except SystemExit as leaving:
        return _exit_code(leaving)
    except BaseException as second:
        with contextlib.suppress(Exception):  # standard error may be the reason
            print("Error in sys.excepthook:", file=sys.stderr)
            sys.__excepthook__(type(second), second, traceback_outside_kernel(second.__traceback__))
            print("\nOriginal exception was:", file=sys.stderr)
            sys.__excepthook__(type(error), error, tb)
    return INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1


def _clear(module: ModuleType) -> None:
    """Clear a module's globals in CPython's order: names with one underscore first."""
    for private in (True, False):
        for name, value in list(module.__dict__.items()):
            underscore = name.startswith("_") and not name.startswith("__")
            if value is not None and name != "__builtins__" and underscore is private:
                module.__dict__[name] = None


@runs_program
def _end_threads() -> None:
    """Wait for threads that are not daemons, and call exit handlers."""
    try:
        if "threading" in sys.modules:
            sys.modules["threading"]._shutdown()
    except BaseException as error:
        with contextlib.suppress(Exception):
            print("Exception ignored on threading shutdown:", file=sys.stderr)
            sys.__excepthook__(type(error), error, traceback_outside_kernel(error.__traceback__))
    try:
        atexit._run_exitfuncs()
        atexit._clear()
    except BaseException as error:
        report(error)


def wind_up(code: int) -> int:
    """End a program, but not the interpreter: wait for threads, call exit handlers; returns the exit code."""
    _end_threads()
    return code if _flush() else _NOT_FLUSHED


@runs_program
def finish(code: int) -> int:
    """Finalize like Py_FinalizeEx: wait for threads, call exit handlers, collect garbage."""
    browser.finishing()
    _end_threads()
    live.finish()
    scheduler.finalize()
    flushed = _flush()
    end_others()
    let_go_of_main()
    if "multiprocessing.resource_tracker" in sys.modules:
        # It waits, so a signal's handler may raise; the program may have closed the pipe to the resource tracker.
        tracker = sys.modules["multiprocessing.resource_tracker"]._resource_tracker
        try:
            tracker.__del__()
        except OSError:
            pass
        except BaseException as error:
            unraisable.report(error, None, tracker.__del__)
    return code if flushed and _flush() else _NOT_FLUSHED


def _end_library_objects(namespace: dict[str, object]) -> None:
    """Drop objects of other modules' classes that have finalizers, such as a process pool.

    Such a finalizer doesn't need the program's globals, but it may have to wait, which it can't in the collector.
    """
    kinds = {name: type(value) for name, value in namespace.items()}
    for name, kind in kinds.items():
        if isinstance(getattr(kind, "__del__", None), FunctionType) and kind.__module__ not in _MAIN:
            namespace[name] = None


def let_go_of_main() -> None:
    """Clear the program's globals as CPython does: finalizers still see them, unless the module is kept alive."""
    module = sys.modules.get("__main__")
    if not isinstance(module, ModuleType):
        # The program has removed it, as AnyIO's worker processes do.
        gc.collect()
        return
    _end_library_objects(module.__dict__)
    main = weakref.ref(module)
    del module
    for name in [name for name, found in sys.modules.items() if found is main()]:
        sys.modules[name] = None  # type: ignore[assignment]  # as in finalize_remove_modules
    gc.collect()
    kept = main()
    if kept is not None:
        _clear(kept)
    del kept
    gc.collect()


def _flush() -> bool:
    """Flush the standard streams, if a program hasn't closed them; returns whether that succeeded."""
    well = True
    for name in ("stdout", "stderr"):
        try:
            stream = getattr(sys, name, None)
            if stream is not None and not _is_closed(stream):
                stream.flush()
        except BaseException as error:
            well = False
            if name == "stdout":  # an error of stderr can't be reported
                unraisable.report(error, "Exception ignored while flushing sys.stdout")
    return well


def _is_closed(stream: object) -> bool:
    try:
        return bool(getattr(stream, "closed", False))
    except Exception:
        return False

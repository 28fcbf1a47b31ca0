"""Applies command-line options and PYTHON… variables to an interpreter that has started already.

CPython reads them before it starts; here the interpreter comes from an image. PyConfig_Set changes most of the
settings, in `sys` and in C; the rest is written to the C structure, in 3.14's layout.

Source: Python/initconfig.c and Include/cpython/initconfig.h of CPython 3.14, PEP 741.
"""

import os
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from types import MemberDescriptorType
from typing import Any

from . import command_line, import_times
from .command_line import Command

# Environment variables that are on with any text, or have the value of their number.
_COUNTED = {
    "PYTHONDEBUG": "debug",
    "PYTHONDONTWRITEBYTECODE": "dont_write_bytecode",
    "PYTHONINSPECT": "inspect",
    "PYTHONNOUSERSITE": "no_user_site",
    "PYTHONOPTIMIZE": "optimize",
    "PYTHONSAFEPATH": "safe_path",
    "PYTHONUNBUFFERED": "unbuffered",
    "PYTHONVERBOSE": "verbose",
}
# Variables equivalent to an -X option.
_OPTIONS = {
    "PYTHONDEVMODE": "dev",
    "PYTHONFAULTHANDLER": "faulthandler",
    "PYTHONINTMAXSTRDIGITS": "int_max_str_digits",
    "PYTHONNODEBUGRANGES": "no_debug_ranges",
    "PYTHONPROFILEIMPORTTIME": "importtime",
    "PYTHONPYCACHEPREFIX": "pycache_prefix",
    "PYTHONTRACEMALLOC": "tracemalloc",
    "PYTHONUTF8": "utf8",
    "PYTHONWARNDEFAULTENCODING": "warn_default_encoding",
    "PYTHON_CONTEXT_AWARE_WARNINGS": "context_aware_warnings",
    "PYTHON_CPU_COUNT": "cpu_count",
    "PYTHON_FROZEN_MODULES": "frozen_modules",
    "PYTHON_GIL": "gil",
    "PYTHON_THREAD_INHERIT_CONTEXT": "thread_inherit_context",
}
# Settings that PyConfig_Set can change: the option's name, and its value for the flag in `sys.flags`.
_SETTABLE: dict[str, tuple[str, Callable[[int], object]]] = {
    "bytes_warning": ("bytes_warning", int),
    "debug": ("parser_debug", bool),
    "dont_write_bytecode": ("write_bytecode", lambda flag: not flag),
    "ignore_environment": ("use_environment", lambda flag: not flag),
    "inspect": ("inspect", bool),
    "interactive": ("interactive", bool),
    "optimize": ("optimization_level", int),
    "quiet": ("quiet", bool),
    "verbose": ("verbose", int),
}
# The offsets of members in struct PyConfig, in ints.
_MEMBERS = {"dev_mode": 3, "code_debug_ranges": 12, "warn_default_encoding": 31}


class FatalError(Exception):
    """A setting with which CPython doesn't start: the function, the problem, and the phase."""

    def __init__(self, function: str, message: str, state: str = "preinitialized") -> None:
        super().__init__(f"Fatal Python error: {function}{message}\nPython runtime state: {state}\n\n")


def seed(command: Command, environment: Mapping[str, str]) -> str | None:
    """PYTHONHASHSEED, if it is a number: it must be set when the interpreter starts. Raises FatalError."""
    text = environment.get("PYTHONHASHSEED", "") if command.uses_environment() else ""
    if text in ("", "random"):
        return None
    if not text.isdecimal() or int(text) > 2**32 - 1:
        what = 'PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]'
        raise FatalError("config_init_hash_seed: ", what)
    return text


def hash_seed(argv: Sequence[str], environment: Mapping[str, str]) -> str | None:
    """The PYTHONHASHSEED with which an interpreter must start to run a command line, or None."""
    if argv[1:2] == ["--shell"]:
        return None
    try:
        return seed(command_line.parse(argv[1:]), environment)
    except (command_line.UsageError, FatalError):
        return None  # it will report the error itself


def apply(command: Command) -> None:
    """Apply the options and the variables; `command` contains both afterwards. Raises FatalError."""
    environment = dict(os.environ) if command.uses_environment() else {}
    seed(command, environment)
    _complete(command, environment)
    values = _Values(command, environment)
    changes = dict(command.flags)
    if "isolated" in changes:
        changes |= {"ignore_environment": 1, "no_user_site": 1, "safe_path": 1}
    if "interactive" in changes:
        changes["inspect"] = 1
    changes |= values.flags()
    if changes or command.options:
        _set_flags(changes)
        _set_members(command.options, values)
    if text := environment.get("PYTHONHASHSEED"):
        _set_flags({"hash_randomization": int(text != "0")})
    sys._xoptions.update(command.options)
    _set_warnings(command, environment, changes)
    if command.flags.get("no_site"):
        _forget_site()
    if path := environment.get("PYTHONPATH"):
        entries = list(dict.fromkeys(os.path.abspath(entry) for entry in path.split(os.pathsep)))
        sys.path[:0] = entries if not command.flags.get("no_site") else path.split(os.pathsep)
    if frames := values.tracemalloc():
        import tracemalloc

        tracemalloc.start(frames)


def _complete(command: Command, environment: Mapping[str, str]) -> None:
    """Add the values of variables to the options, which take precedence."""
    for name, flag in _COUNTED.items():
        if text := environment.get(name):
            command.flags[flag] = max(command.flags.get(flag, 0), int(text) if text.isdecimal() else 1)
    for name, option in _OPTIONS.items():
        if (text := environment.get(name)) and option not in command.options:
            command.from_environment[option] = text
    if command.options.get("dev") or "dev" in command.from_environment:
        command.from_environment.setdefault("faulthandler", "1")


class _Values:
    """The values of -X options and the equivalent variables. All methods raise FatalError for invalid ones."""

    def __init__(self, command: Command, environment: Mapping[str, str]) -> None:
        self._options = command.options
        self._environment = command.from_environment
        self._names = {option: name for name, option in _OPTIONS.items()}

    def text(self, option: str) -> str | None:
        """The value of an option, "" if it has none; None if the option is missing."""
        if option in self._options:
            value = self._options[option]
            return "" if value is True else str(value)
        return self._environment.get(option)

    def is_on(self, option: str) -> bool:
        """Whether an option without a value is set."""
        return self.text(option) is not None

    def _where(self, option: str, form: str) -> str:
        return f"-X {form}" if option in self._options else self._names[option]

    def number(self, option: str) -> int | None:
        """A non-negative number; None if the text isn't one."""
        text = self.text(option)
        return int(text) if text is not None and text.isdecimal() else None

    def flags(self) -> dict[str, int]:
        """The entries of `sys.flags` set by options."""
        flags: dict[str, int] = {}
        for option in ("dev", "warn_default_encoding"):
            if self.is_on(option):
                flags["dev_mode" if option == "dev" else option] = 1
        if self.text("utf8") is not None:
            flags["utf8_mode"] = self._utf8()
        for option in ("thread_inherit_context", "context_aware_warnings"):
            if (text := self.text(option)) is not None:
                if text not in ("0", "1"):
                    what = f"{self._where(option, f'{option}=n')}: invalid value; must be 0 or 1"
                    raise FatalError(f"config_init_{option}: ", what)
                flags[option] = int(text)
        if self.text("gil") not in (None, "1"):
            raise FatalError("config_read_gil: ", "Disabling the GIL is not supported by this build")
        if self.text("int_max_str_digits") is not None:
            limit = self.number("int_max_str_digits")
            if limit is None or 0 < limit < sys.int_info.str_digits_check_threshold:
                where = self._where("int_max_str_digits", "int_max_str_digits")
                what = f"{where}: invalid limit; must be >= 640 or 0 for unlimited."
                raise FatalError("config_init_int_max_str_digits: ", what)
            sys.set_int_max_str_digits(limit)
        if self.text("frozen_modules") not in (None, "", "on", "off"):
            raise FatalError("", 'bad value for option -X frozen_modules (expected "on" or "off")')
        return flags

    def _utf8(self) -> int:
        text = self.text("utf8")
        if text not in ("0", "1") and not (text == "" and "utf8" in self._options):
            what = "-X utf8 option value" if "utf8" in self._options else "PYTHONUTF8 environment variable value"
            raise FatalError("preconfig_init_utf8_mode: ", f"invalid {what}", "preinitializing")
        return int(text or 1)

    def tracemalloc(self) -> int:
        """How many frames to keep; 0 if it is off."""
        text = self.text("tracemalloc")
        if text is None:
            return 0
        frames = 1 if text == "" else self.number("tracemalloc")
        if frames is None or frames > 65535:
            where = self._where("tracemalloc", "tracemalloc=NFRAME")
            raise FatalError("config_init_tracemalloc: ", f"{where}: invalid number of frames")
        return frames

    def cpu_count(self) -> int | None:
        """The result of `os.cpu_count`; None: the real number."""
        text = self.text("cpu_count")
        if text in (None, "default"):
            return None
        count = self.number("cpu_count")
        if not count:
            what = "-X cpu_count=n option: n is missing or an invalid number, n must be greater than 0"
            raise FatalError("config_init_cpu_count: ", what)
        return count

    def import_time(self) -> bool:
        """Whether imports are timed."""
        text = self.text("importtime")
        if "importtime" in self._options and text not in (None, "", "1", "2"):
            what = "-X importtime: values other than 1 and 2 are reserved for future use."
            raise FatalError("config_init_import_time: ", what)
        return text is not None


def _set_flags(changes: Mapping[str, int]) -> None:
    """Change entries of `sys.flags`, and the settings in C if possible."""
    names = [name for name, entry in vars(type(sys.flags)).items() if isinstance(entry, MemberDescriptorType)]
    for name, value in changes.items():
        if name in _SETTABLE:
            option, convert = _SETTABLE[name]
            _set(option, convert(value))
        elif name in names:
            former = getattr(sys.flags, name)
            _set_entry(names.index(name), bool(value) if isinstance(former, bool) else value)


# `ctypes` is imported where it is used: this module is imported before the kernel is installed.


def _set(option: str, value: object) -> None:
    import ctypes

    function = ctypes.pythonapi.PyConfig_Set
    function.argtypes, function.restype = [ctypes.c_char_p, ctypes.py_object], ctypes.c_int
    function(option.encode(), value)


def _set_entry(index: int, value: object) -> None:
    import ctypes

    entry = ctypes.py_object(value)
    ctypes.pythonapi.Py_IncRef(entry)  # PyStructSequence_SetItem steals the reference
    ctypes.pythonapi.PyStructSequence_SetItem(ctypes.py_object(sys.flags), ctypes.c_ssize_t(index), entry)


def _set_member(name: str, value: int) -> None:
    """Set a member of C's configuration. Raises RuntimeError if the structure has an unknown layout."""
    import ctypes

    find, read = ctypes.pythonapi._Py_GetConfig, ctypes.pythonapi.PyConfig_Get
    find.restype, read.restype, read.argtypes = ctypes.c_void_p, ctypes.py_object, [ctypes.c_char_p]
    member = ctypes.c_int.from_address(find() + _MEMBERS[name] * ctypes.sizeof(ctypes.c_int))
    former, member.value = member.value, value
    if int(read(name.encode())) != value:
        member.value = former
        raise RuntimeError(f"this CPython has another PyConfig: no {name} where 3.14.2 has it")


def _set_members(options: Mapping[str, Any], values: _Values) -> None:
    """Change settings that only C reads."""
    if values.is_on("dev"):
        _set_member("dev_mode", 1)
    if values.is_on("warn_default_encoding"):
        _set_member("warn_default_encoding", 1)
    if values.is_on("no_debug_ranges"):
        _set_member("code_debug_ranges", 0)
    if values.import_time():
        import_times.start()
    if prefix := values.text("pycache_prefix"):
        sys.pycache_prefix = prefix
    if (count := values.cpu_count()) is not None:
        _set("cpu_count", count)


def _set_warnings(command: Command, environment: Mapping[str, str], changes: Mapping[str, int]) -> None:
    wanted = [part for part in environment.get("PYTHONWARNINGS", "").split(",") if part] + command.warnings
    if changes.get("dev_mode"):
        wanted.insert(0, "default")
    if level := changes.get("bytes_warning"):
        wanted.append("error::BytesWarning" if level > 1 else "default::BytesWarning")
    if "context_aware_warnings" in changes:
        warnings._use_context = bool(changes["context_aware_warnings"])  # type: ignore[attr-defined]
    if wanted:
        sys.warnoptions.extend(wanted)
        warnings._processoptions(wanted)  # type: ignore[attr-defined]


def _forget_site() -> None:
    """Undo what `site` has added."""
    import builtins

    for name in ("copyright", "credits", "exit", "help", "license", "quit"):
        builtins.__dict__.pop(name, None)
    for name in ("site", "sitecustomize"):
        sys.modules.pop(name, None)
    sys.path[:] = [entry for entry in sys.path if not entry.endswith("/site-packages")]

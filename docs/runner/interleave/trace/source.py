"""Which code is the program's own, and at which of its lines something happens."""

import os
import site
from types import CodeType, FrameType

from .buffer import Place

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# The places of a code object by line, and by ~index of an instruction; none if it isn't the program's own.
Places = dict[int, Place]
# A coroutine of asyncio that awaits nothing of the program's.
_SLEEP = ("sleep", os.path.join("asyncio", "tasks.py"))
# What multiprocessing passes to `python -c` for a child: the import that it begins with, and what that calls.
_LAUNCHERS = {
    ("multiprocessing.spawn", "spawn_main"),
    ("multiprocessing.forkserver", "main"),
    ("multiprocessing.resource_tracker", "main"),
}


def _libraries() -> tuple[str, ...]:
    # Not by sysconfig, which takes longer to import than all of this package.
    paths = {os.path.dirname(os.__file__), *site.getsitepackages(), site.USER_SITE, _PACKAGE}
    return tuple(os.path.join(os.path.realpath(path), "") for path in paths if path)


def _launches(code: CodeType) -> bool:
    """Whether code is the line with which multiprocessing starts a child; it has no file, and isn't the program's."""
    return code.co_filename == "<string>" and code.co_names[:2] in _LAUNCHERS


class Sources:
    """Tells the program's own source from that of libraries: files of its directory, and code without a file."""

    def __init__(self, program: str) -> None:
        """`program` is the path of the main file."""
        self.program = os.path.realpath(program)
        self._directory = os.path.dirname(self.program)
        self._libraries = _libraries()
        self.known: dict[int, Places] = {}  # by the id of a code object
        self.foreign: Places = {}
        self.sleep: CodeType | None = None  # of asyncio.sleep, once it has been seen
        self._files: dict[str, Place | None] = {}  # by a code object's file name
        self._codes: list[CodeType] = []  # keeps them, so that their ids stay theirs
        self.boundary: CodeType | None = None  # Handle._run: beyond it are the loop, and who started that

    def place(self, frame: FrameType) -> Place | None:
        """The line that a frame is at, if it is the program's own."""
        code = frame.f_code
        places = self.known.get(id(code))
        if places is None:
            places = self.learn(code)
        if not places:
            return None
        line = frame.f_lineno
        return places.get(line) or self.new(places, line)

    def new(self, places: Places, line: int) -> Place:
        """A line of a code object that wasn't asked for before; None in a few places that no line of source led to."""
        first = places[0]
        return places.setdefault(line, first._replace(line=line) if line else first)

    def is_own(self, code: CodeType | None) -> bool:
        """Whether code is the program's own."""
        return code is not None and bool(self.known.get(id(code)) or self.learn(code))

    def caller(self, frame: FrameType | None) -> Place | None:
        """The line of the program that led to a frame, within the same turn of the loop."""
        while frame is not None and frame.f_code is not self.boundary:
            if place := self.place(frame):
                return place
            frame = frame.f_back
        return None

    def learn(self, code: CodeType) -> Places:
        """Look at a code object for the first time."""
        name = code.co_filename
        if name not in self._files:
            self._files[name] = self._find(name)
        self._codes.append(code)
        first = None if _launches(code) else self._files[name]
        if first:
            found = {0: first._replace(line=code.co_firstlineno)}
        else:
            found = self.foreign
            if code.co_qualname == _SLEEP[0] and name.endswith(_SLEEP[1]):
                self.sleep = code
        self.known[id(code)] = found
        return found

    def forget_own(self) -> None:
        """Drop the program's own code, which another run of it compiles anew."""
        own = [code for code in self._codes if self.known[id(code)]]
        self._codes = [code for code in self._codes if not self.known[id(code)]]
        for code in own:
            del self.known[id(code)]

    def _find(self, name: str) -> Place | None:
        """A place in a file, if that is the program's own."""
        # Not from a file: `<string>`, or what `compile` was told that it is, such as the name of a notebook's cell.
        if name.startswith("<") or not (os.path.isabs(name) or os.path.exists(name)):
            return None if name.startswith("<frozen") else Place(name, 0)
        path = os.path.realpath(name)
        if path == self.program:
            return Place(None, 0)
        if not path.startswith(os.path.join(self._directory, "")) or path.startswith(self._libraries):
            return None
        return Place(os.path.relpath(path, self._directory).replace(os.sep, "/"), 0)

"""Numbers for objects, in the order in which they are first seen: what an address can't be, the same in each run."""

import weakref


class Numbers:
    """Numbers objects from 1, and keeps none of them alive that can be referred to weakly."""

    def __init__(self) -> None:
        self._count = 0
        self._seen: dict[int, tuple[int, object]] = {}

    def of(self, thing: object) -> int:
        """The number of an object."""
        found = self._seen.get(id(thing))
        if found is None:
            return self.new(thing)
        return found[0]

    def known(self, thing: object) -> int | None:
        """The number of an object that has been seen."""
        found = self._seen.get(id(thing))
        return found[0] if found else None

    def new(self, thing: object) -> int:
        """Give an object the next number."""
        self._count += 1
        key, seen = id(thing), self._seen
        try:
            kept: object = weakref.ref(thing, lambda _: seen.pop(key, None))
        except TypeError:
            kept = thing
        seen[key] = self._count, kept
        return self._count

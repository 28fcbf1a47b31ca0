"""The events of a run, in bounded memory, and how they are written."""

import json
from collections.abc import Iterator, Mapping
from itertools import batched
from typing import Any, NamedTuple

FIRST = 20_000
LAST = 5_000
FIELDS = 6

Detail = Mapping[str, Any]


class Place(NamedTuple):
    """A line of the program's own source; the file is None where it is the program's main file."""

    file: str | None
    line: int


class Buffer:
    """Keeps the first and the last events, and counts those between them.

    An event is six entries of one list: time in nanoseconds, thread, task, name, place, detail. A tuple of each would
    be an object for the garbage collector, which would run more often than without a recorder, and take longer.
    """

    def __init__(self, first: int = FIRST, last: int = LAST, process: int = 1) -> None:
        self.process = process  # whose events they are
        self.events: list[Any] = []
        self.extend = self.events.extend  # appends an event; call trim() when there are more than `limit` entries
        self._first = first * FIELDS
        self._last = last * FIELDS
        self.limit = self._first + 2 * self._last
        self._dropped = 0
        self._told = 0  # how many entries `fresh` has given

    def trim(self) -> None:
        """Drop what is neither among the first nor among the last events."""
        surplus = len(self.events) - self._first - self._last
        if surplus > 0:
            del self.events[self._first : self._first + surplus]
            self._dropped += surplus

    def objects(self, start: int = 0) -> Iterator[dict[str, Any]]:
        """What was kept, in order, as the schema describes it, with an event `events_cut` at the gap.

        Args:
            start: nanoseconds, on the clock of the events, at which the program started.
        """
        self._told = 0
        for _, found in self.fresh(start, ended=True):
            yield found

    def fresh(self, start: int = 0, ended: bool = False) -> Iterator[tuple[int, dict[str, Any]]]:
        """What came since the last call, with its time: of the first events, and once it has ended what is left.

        Args:
            start: as for `objects`.
            ended: nothing more will come.
        """
        self.trim()
        last = len(self.events) if ended else min(len(self.events), self._first)
        found, told = self.events[self._told : last], self._told
        self._told = last
        for number, event in enumerate(batched(found, FIELDS)):
            if self._dropped and told + number * FIELDS == self._first:
                cut = (*event[:2], None, "events_cut", None, {"count": self._dropped // FIELDS})
                yield event[0], self._as_object(cut, start)
            yield event[0], self._as_object(event, start)

    def lines(self, start: int = 0) -> Iterator[str]:
        """Each event as a line of JSON."""
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        for found in self.objects(start):
            yield encode(found) + "\n"

    def _as_object(self, event: tuple[Any, ...], start: int) -> dict[str, Any]:
        """An event as the schema describes it. What doesn't apply is left out."""
        time, thread, task, name, place, detail = event
        found: dict[str, Any] = {"time": (time - start) // 1000, "process": self.process, "thread": thread}
        if task is not None:
            found["task"] = task
        found["event"] = name
        if place is not None:
            if place.file is not None:
                found["file"] = place.file
            found["line"] = place.line
        if detail:
            found["detail"] = detail
        return found

"""The room in a pipe, by pages.

Source: pipe_write and pipe_read in fs/pipe.c of Linux 6.
"""

from collections import deque

# Writes to a pipe up to this size are atomic (pipe(7)); also the size of a page.
PIPE_BUF = 4096


class Pages:
    """The pages of a pipe that hold unread bytes.

    A page is free again when all of it has been read. Each write starts new pages, except that its part which doesn't
    fill whole pages may continue the last page in use. So a write of at most PIPE_BUF bytes succeeds completely or not
    at all, and a pipe may be full with fewer bytes than its capacity.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity  # bytes, whole pages
        self._unread: deque[int] = deque()  # of each page, in bytes
        self._last_end = 0  # where the free part of the last page begins

    @property
    def full(self) -> bool:
        """Whether no page is free."""
        return len(self._unread) * PIPE_BUF >= self.capacity

    @property
    def used(self) -> int:
        """The bytes of all pages that aren't free."""
        return len(self._unread) * PIPE_BUF

    def put(self, size: int) -> int:
        """Add bytes; returns how many of them there was room for."""
        left = size
        part = left % PIPE_BUF
        if part and self._unread and self._last_end + part <= PIPE_BUF:
            self._unread[-1] += part
            self._last_end += part
            left -= part
        while left and not self.full:
            self._last_end = min(left, PIPE_BUF)
            self._unread.append(self._last_end)
            left -= self._last_end
        return size - left

    def take(self, size: int) -> None:
        """Remove bytes that were read."""
        while size and self._unread:
            if size < self._unread[0]:
                self._unread[0] -= size
                return
            size -= self._unread.popleft()


class Window:
    """The room in a connection: a number of bytes, with the same methods."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._unread = 0

    @property
    def full(self) -> bool:
        """Whether there is no room."""
        return self._unread >= self.capacity

    def put(self, size: int) -> int:
        """Add bytes; returns how many of them there was room for."""
        sent = max(min(size, self.capacity - self._unread), 0)
        self._unread += sent
        return sent

    def take(self, size: int) -> None:
        """Remove bytes that were read."""
        self._unread -= size

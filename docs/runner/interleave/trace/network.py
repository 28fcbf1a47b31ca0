"""Sockets and pipes: which is which, and how many bytes went through a transport or a `loop.sock_…()`."""

from types import FrameType
from typing import Any

from .recorder import Recorder, Who

_TRANSPORTS = {"asyncio.selector_events", "asyncio.unix_events"}


class Network:
    """Hooks on transports and on the methods of a loop that use sockets."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        monitor = recorder.monitor
        selector = "asyncio.selector_events"
        monitor.starts[selector, "_SelectorSocketTransport.write"] = self._writing
        monitor.starts[selector, "_SelectorSocketTransport.writelines"] = self._writing_lines
        monitor.starts[selector, "_SelectorDatagramTransport.sendto"] = self._writing
        monitor.starts["asyncio.unix_events", "_UnixWritePipeTransport.write"] = self._writing
        # A transport has read, and hands on what it read.
        for method in ("data_received", "buffer_updated", "datagram_received"):
            monitor.calls[method] = self._read
        for method in ("sock_sendall", "sock_sendto"):
            monitor.starts[selector, f"BaseSelectorEventLoop.{method}"] = self._sending
        for method in ("sock_recv", "sock_recv_into", "sock_recvfrom", "sock_recvfrom_into"):
            monitor.returns[selector, f"BaseSelectorEventLoop.{method}"] = self._received

    def socket(self, sock: Any) -> Who:
        """A socket, as an event names it."""
        return {"socket": self._recorder.numbers("socket").of(sock)}

    def transport(self, transport: Any) -> Who:
        """The socket or the pipe of a transport."""
        sock = getattr(transport, "_sock", None)
        if sock is not None:
            return self.socket(sock)
        if (inner := getattr(transport, "_ssl_protocol", None)) is not None:
            return self.transport(getattr(inner, "_transport", None))
        return {"pipe": self._recorder.numbers("pipe").of(transport)}

    def _emit(self, event: str, who: Who, count: int, frame: FrameType) -> None:
        if count:
            recorder = self._recorder
            actor = recorder.acting()
            detail = who | {"bytes": count}
            recorder.emit(actor, event, actor.task and actor.task.number, detail, recorder.where(frame))

    def _writing(self, frame: FrameType) -> None:
        names = frame.f_locals
        self._emit("bytes_sent", self.transport(names["self"]), _size(names["data"]), frame)

    def _writing_lines(self, frame: FrameType) -> None:
        names = frame.f_locals
        if isinstance(data := names["list_of_data"], list | tuple):  # an iterator could be read only once
            self._emit("bytes_sent", self.transport(names["self"]), sum(map(_size, data)), frame)

    def _read(self, frame: FrameType, _function: Any, _first: Any) -> None:
        if frame.f_globals.get("__name__") in _TRANSPORTS:
            names = frame.f_locals
            count = names["nbytes"] if "nbytes" in names else _size(names.get("data"))
            self._emit("bytes_received", self.transport(names["self"]), count, frame)

    def _sending(self, frame: FrameType) -> None:
        names = frame.f_locals
        self._emit("bytes_sent", self.socket(names["sock"]), _size(names["data"]), frame)

    def _received(self, frame: FrameType, value: Any) -> None:
        count = value[0] if isinstance(value, tuple) else value
        count = count if isinstance(count, int) else _size(count)
        self._emit("bytes_received", self.socket(frame.f_locals["sock"]), count, frame)


def _size(data: Any) -> int:
    """How many bytes something holds; 0 for what is no bytes, which will raise an exception at once."""
    if isinstance(data, memoryview):
        return data.nbytes
    return len(data) if isinstance(data, bytes | bytearray) else 0

"""WebSockets to hosts outside: converts a client's frames to the browser's own WebSocket (gateway.js).

Source: RFC 6455.
"""

import binascii
from collections.abc import Callable

from .. import browser
from .http1 import Request

_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0, 1, 2, 8, 9, 10
_PROTOCOL_ERROR, _NOT_TEXT = 1002, 1007
NO_STATUS, ABNORMAL = 1005, 1006
_LARGEST_CONTROL = 125
_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class ProtocolError(Exception):
    """The client violates the protocol; with the code to close with."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def is_asked_for(request: Request) -> bool:
    """Whether a request asks for a WebSocket."""
    return request.says("upgrade", "websocket") and bool(request.get("sec-websocket-key"))


def protocols(request: Request) -> list[str]:
    """The subprotocols that the client offers."""
    return [name.strip() for name in request.get("sec-websocket-protocol").split(",") if name.strip()]


def accept(request: Request, protocol: str) -> bytes:
    """The response that turns the connection into a WebSocket."""
    from hashlib import sha1  # imported here because few programs need it

    digest = sha1((request.get("sec-websocket-key") + _GUID).encode()).digest()
    lines = [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Accept: {binascii.b2a_base64(digest, newline=False).decode()}",
    ]
    if protocol:
        lines.append(f"Sec-WebSocket-Protocol: {protocol}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def frame(opcode: int, payload: bytes) -> bytes:
    """Encode a message as one frame from a server."""
    size = len(payload)
    if size < 126:
        head = bytes([0x80 | opcode, size])
    elif size < 1 << 16:
        head = bytes([0x80 | opcode, 126]) + size.to_bytes(2, "big")
    else:
        head = bytes([0x80 | opcode, 127]) + size.to_bytes(8, "big")
    return head + payload


def _unmask(data: bytes, mask: bytes) -> bytes:
    size = len(data)
    whole = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(data, "big") ^ int.from_bytes(whole, "big")).to_bytes(size, "big")


class Session:
    """The server's side of a WebSocket: it converts between a client's bytes and the browser's messages."""

    def __init__(self, number: int, send: Callable[[bytes], None]) -> None:
        self._number = number
        self._send = send
        self._buffer = bytearray()
        self._opcode = _CONTINUATION  # of a fragmented message, while it is incomplete
        self._parts: list[bytes] = []
        self._closing = False  # the client has sent its close frame

    def receive(self, data: bytes) -> None:
        """Handle bytes from the client."""
        self._buffer += data
        try:
            while not self._closing and (found := self._next()) is not None:
                self._handle(*found)
        except ProtocolError as error:
            self._closing = True
            browser.close_socket(self._number, error.code, "")

    def _next(self) -> tuple[bool, int, bytes] | None:
        """The next complete frame: whether it is the last of its message, its opcode, its payload."""
        data = self._buffer
        if len(data) < 2:
            return None
        if data[0] & 0x70 or not data[1] & 0x80:
            raise ProtocolError(_PROTOCOL_ERROR)
        size, start = data[1] & 0x7F, 2
        if size >= 126:
            start += 2 if size == 126 else 8
            if len(data) < start:
                return None
            size = int.from_bytes(data[2:start], "big")
        end = start + 4 + size
        if len(data) < end:
            return None
        payload = _unmask(bytes(data[start + 4 : end]), bytes(data[start : start + 4]))
        final, opcode = bool(data[0] & 0x80), data[0] & 15
        del data[:end]
        return final, opcode, payload

    def _handle(self, final: bool, opcode: int, payload: bytes) -> None:
        if opcode >= _CLOSE:
            if not final or len(payload) > _LARGEST_CONTROL:
                raise ProtocolError(_PROTOCOL_ERROR)
            self._handle_control(opcode, payload)
            return
        if opcode > _BINARY or (opcode == _CONTINUATION) != (self._opcode != _CONTINUATION):
            raise ProtocolError(_PROTOCOL_ERROR)
        self._opcode = opcode or self._opcode
        self._parts.append(payload)
        if final:
            whole = b"".join(self._parts)
            browser.send_socket(self._number, _text(whole) if self._opcode == _TEXT else whole)
            self._opcode = _CONTINUATION
            self._parts.clear()

    def _handle_control(self, opcode: int, payload: bytes) -> None:
        if opcode == _PING:
            self._send(frame(_PONG, payload))
        elif opcode == _CLOSE:
            self._closing = True
            code = int.from_bytes(payload[:2], "big") if len(payload) >= 2 else NO_STATUS
            browser.close_socket(self._number, code, _text(payload[2:]))
        elif opcode != _PONG:
            raise ProtocolError(_PROTOCOL_ERROR)

    def deliver(self, message: str | bytes) -> None:
        """Handle a message from the other host."""
        if isinstance(message, str):
            self._send(frame(_TEXT, message.encode()))
        else:
            self._send(frame(_BINARY, message))

    def end(self, code: int, reason: str) -> None:
        """Handle the end of the other host's side."""
        self._send(frame(_CLOSE, b"" if code == NO_STATUS else code.to_bytes(2, "big") + reason.encode()))


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise ProtocolError(_NOT_TEXT) from None

"""WebSockets with the outside."""

import errno

import pytest
from answering_browser import Browser, connect, failure, read, tell, view
from kernel.files import stream

UPGRADE = (
    b"GET /chat HTTP/1.1\r\nHost: api.site.dev\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat, superchat\r\n\r\n"
)


def masked(head: int, payload: bytes) -> bytes:
    """A frame as a client sends it."""
    mask = b"\x01\x02\x03\x04"
    size = len(payload)
    if size < 126:
        length = bytes([0x80 | size])
    elif size < 1 << 16:
        length = b"\xfe" + size.to_bytes(2, "big")
    else:
        length = b"\xff" + size.to_bytes(8, "big")
    return bytes([head]) + length + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def open_socket(browser: Browser) -> stream.Endpoint:
    """A client whose WebSocket is open; the handshake is RFC 6455's own example."""
    client = connect("api.site.dev")
    client.write(view(UPGRADE))
    number, *asked = browser.opened[-1]
    assert asked == ["ws://api.site.dev:80/chat", ["chat", "superchat"]]
    tell("socketOpened", number, protocol="chat")
    assert read(client) == (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\n\r\n"
    )
    return client


def test_messages_both_ways(browser: Browser) -> None:
    """Text and bytes, in parts, with a ping between them; frames of all three lengths."""
    client = open_socket(browser)
    number = browser.opened[-1][0]
    sent = masked(0x81, "für".encode()) + masked(0x02, b"a" * 200) + masked(0x89, b"?") + masked(0x80, b"b" * 70_000)
    for start in range(0, len(sent), 999):
        client.write(view(sent[start : start + 999]))
    assert browser.sent == ["für", b"a" * 200 + b"b" * 70_000]
    assert read(client) == b"\x8a\x01?"
    tell("socketTold", number, data="hä")
    tell("socketTold", number, data=memoryview(b"x" * 126))
    assert read(client) == b"\x81\x03h\xc3\xa4" + b"\x82\x7e\x00\x7e" + b"x" * 126
    client.write(view(masked(0x88, (3001).to_bytes(2, "big") + b"bye")))
    assert browser.closed == [(3001, "bye")]
    tell("socketClosed", number, code=3001, reason="bye")
    assert read(client) == b"\x88\x05\x0b\xb9bye"
    assert client.read(1) == b""


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\x81\x01a", 1002), (masked(0x80, b""), 1002), (masked(0xC1, b""), 1002), (masked(0x81, b"\xff"), 1007)],
)
def test_broken_frames(data: bytes, code: int, browser: Browser) -> None:
    """The other host hears a reason."""
    client = open_socket(browser)
    client.write(view(data))
    assert browser.closed == [(code, "")]
    client.close()
    assert browser.aborted == [browser.opened[-1][0]]


@pytest.mark.parametrize("opened", [False, True])
def test_sockets_that_fail(opened: bool, browser: Browser) -> None:
    """Before or after they are open."""
    if opened:
        client = open_socket(browser)
    else:
        client = connect("api.site.dev")
        client.write(view(UPGRADE))
    tell("socketClosed", browser.opened[-1][0], code=1006, reason="")
    assert failure(client).errno == (errno.ECONNRESET if opened else errno.EHOSTUNREACH)

"""DER, the encoding of certificates and keys: reading and writing.

Source: ITU-T X.690.
"""

from typing import NamedTuple

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, NULL, OBJECT, UTF8 = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0C
_UTC_TIME, GENERALIZED_TIME, SEQUENCE, SET = 0x17, 0x18, 0x30, 0x31
_CODECS = {0x14: "latin-1", 0x1C: "utf-32-be", 0x1E: "utf-16-be"}  # encodings of strings that aren't UTF-8


class Element(NamedTuple):
    """One element: its tag, its content, and its complete encoding."""

    tag: int
    content: bytes
    raw: bytes

    def children(self) -> list["Element"]:
        """The elements in a constructed element. Raises ValueError."""
        found, at = [], 0
        while at < len(self.content):
            found.append(parse(self.content, at))
            at += len(found[-1].raw)
        return found

    def integer(self) -> int:
        """An INTEGER's value."""
        return int.from_bytes(self.content, signed=True)

    def bits(self) -> bytes:
        """A BIT STRING's bytes."""
        return self.content[1:]

    def object_identifier(self) -> str:
        """An OBJECT IDENTIFIER in dotted form."""
        numbers, value = [], 0
        for byte in self.content:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                numbers.append(value)
                value = 0
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))

    def text(self) -> str:
        """A string of any kind."""
        return self.content.decode(_CODECS.get(self.tag, "utf-8"), "replace")

    def time(self) -> tuple[int, ...]:
        """Year, month, day, hour, minute, second of a UTCTime or a GeneralizedTime."""
        digits = self.content.decode("ascii").rstrip("Z")
        if self.tag == _UTC_TIME:
            digits = ("19" if digits[:2] >= "50" else "20") + digits
        return int(digits[:4]), *(int(digits[at : at + 2] or 0) for at in range(4, 14, 2))


def parse(data: bytes, at: int = 0) -> Element:
    """Parse the element that starts at `at`. Raises ValueError if there is none."""
    if len(data) < at + 2:
        raise ValueError("not enough data")
    tag, length, start = data[at], data[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        if not 1 <= size <= 4 or len(data) < start + size:
            raise ValueError("bad length")
        length = int.from_bytes(data[start : start + size])
        start += size
    if len(data) < start + length:
        raise ValueError("not enough data")
    return Element(tag, data[start : start + length], data[at : start + length])


def encode(tag: int, *parts: bytes) -> bytes:
    """Encode an element."""
    content = b"".join(parts)
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = length.to_bytes((length.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(size)]) + size + content


def integer(value: int) -> bytes:
    """Encode an INTEGER, which must not be negative."""
    return encode(INTEGER, value.to_bytes(value.bit_length() // 8 + 1))


def object_identifier(dotted: str) -> bytes:
    """Encode an OBJECT IDENTIFIER. Raises ValueError if it is invalid."""
    first, second, *rest = map(int, dotted.split("."))
    content = bytearray()
    for number in (first * 40 + second, *rest):
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(number & 0x7F | 0x80)
        content.extend(reversed(groups))
    return encode(OBJECT, bytes(content))

"""AES in CBC mode, to open private keys behind a password.

Source: FIPS 197.
"""


def _double(byte: int) -> int:
    byte <<= 1
    return byte ^ 0x11B if byte & 0x100 else byte


def _multiply(byte: int, by: int) -> int:
    result = 0
    while by:
        if by & 1:
            result ^= byte
        byte, by = _double(byte), by >> 1
    return result


def _make_boxes() -> tuple[bytes, bytes]:
    box, inverse = bytearray(256), bytearray(256)
    p = q = 1
    while True:
        p ^= _double(p)  # times 3
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        rotated = q ^ (q << 1 | q >> 7) ^ (q << 2 | q >> 6) ^ (q << 3 | q >> 5) ^ (q << 4 | q >> 4)
        box[p] = rotated & 0xFF ^ 0x63
        if p == 1:
            break
    box[0] = 0x63
    for at, value in enumerate(box):
        inverse[value] = at
    return bytes(box), bytes(inverse)


_BOX, _INVERSE = _make_boxes()
_BY_9, _BY_11, _BY_13, _BY_14 = (bytes(_multiply(byte, by) for byte in range(256)) for by in (9, 11, 13, 14))
# Where each byte of a block comes from when the rows are shifted back.
_SHIFTED = [(at - 4 * (at % 4)) % 16 for at in range(16)]


def _round_keys(key: bytes) -> list[bytes]:
    size = len(key) // 4
    words = [key[at : at + 4] for at in range(0, len(key), 4)]
    constant = 1
    for at in range(size, 4 * (size + 7)):
        word = words[-1]
        if at % size == 0:
            word = bytes(_BOX[byte] for byte in word[1:] + word[:1])
            word = bytes([word[0] ^ constant]) + word[1:]
            constant = _double(constant)
        elif size > 6 and at % size == 4:
            word = bytes(_BOX[byte] for byte in word)
        words.append(bytes(a ^ b for a, b in zip(word, words[at - size], strict=True)))
    return [b"".join(words[at : at + 4]) for at in range(0, len(words), 4)]


def _mix_back(state: list[int]) -> list[int]:
    mixed = []
    for at in range(0, 16, 4):
        a, b, c, d = state[at : at + 4]
        mixed += [
            _BY_14[a] ^ _BY_11[b] ^ _BY_13[c] ^ _BY_9[d],
            _BY_9[a] ^ _BY_14[b] ^ _BY_11[c] ^ _BY_13[d],
            _BY_13[a] ^ _BY_9[b] ^ _BY_14[c] ^ _BY_11[d],
            _BY_11[a] ^ _BY_13[b] ^ _BY_9[c] ^ _BY_14[d],
        ]
    return mixed


def _open_block(keys: list[bytes], block: bytes) -> list[int]:
    state = [a ^ b for a, b in zip(block, keys[-1], strict=True)]
    for number in range(len(keys) - 2, -1, -1):
        state = [_INVERSE[state[at]] ^ key for at, key in zip(_SHIFTED, keys[number], strict=True)]
        if number:
            state = _mix_back(state)
    return state


def decrypt(key: bytes, vector: bytes, data: bytes) -> bytes:
    """What was encrypted in CBC mode. Raises ValueError where the padding is wrong, as with a wrong key."""
    keys = _round_keys(key)
    opened = bytearray()
    for at in range(0, len(data), 16):
        block = data[at : at + 16]
        opened += bytes(a ^ b for a, b in zip(_open_block(keys, block), vector, strict=True))
        vector = block
    padding = opened[-1] if opened else 0
    if not 1 <= padding <= 16 or opened[-padding:] != bytes([padding]) * padding:
        raise ValueError("bad decrypt")
    return bytes(opened[:-padding])

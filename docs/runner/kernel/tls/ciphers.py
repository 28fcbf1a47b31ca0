"""Names of cipher suites: which ones a string selects, and what is said of them.

They are negotiated as on a machine, and then a null cipher is used. Source: openssl-ciphers(1), ssl/ssl_ciph.c.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

# In the order of their strength, as "ALL" gives them.
_TABLE = """\
1302 TLS_AES_256_GCM_SHA384
1303 TLS_CHACHA20_POLY1305_SHA256
1301 TLS_AES_128_GCM_SHA256
C02C ECDHE-ECDSA-AES256-GCM-SHA384
C030 ECDHE-RSA-AES256-GCM-SHA384
009F DHE-RSA-AES256-GCM-SHA384
CCA9 ECDHE-ECDSA-CHACHA20-POLY1305
CCA8 ECDHE-RSA-CHACHA20-POLY1305
CCAA DHE-RSA-CHACHA20-POLY1305
00A7 ADH-AES256-GCM-SHA384
C02B ECDHE-ECDSA-AES128-GCM-SHA256
C02F ECDHE-RSA-AES128-GCM-SHA256
009E DHE-RSA-AES128-GCM-SHA256
00A6 ADH-AES128-GCM-SHA256
C024 ECDHE-ECDSA-AES256-SHA384
C028 ECDHE-RSA-AES256-SHA384
006B DHE-RSA-AES256-SHA256
006D ADH-AES256-SHA256
C023 ECDHE-ECDSA-AES128-SHA256
C027 ECDHE-RSA-AES128-SHA256
0067 DHE-RSA-AES128-SHA256
006C ADH-AES128-SHA256
C00A ECDHE-ECDSA-AES256-SHA
C014 ECDHE-RSA-AES256-SHA
0039 DHE-RSA-AES256-SHA
C019 AECDH-AES256-SHA
003A ADH-AES256-SHA
C009 ECDHE-ECDSA-AES128-SHA
C013 ECDHE-RSA-AES128-SHA
0033 DHE-RSA-AES128-SHA
C018 AECDH-AES128-SHA
0034 ADH-AES128-SHA
00AD RSA-PSK-AES256-GCM-SHA384
00AB DHE-PSK-AES256-GCM-SHA384
CCAE RSA-PSK-CHACHA20-POLY1305
CCAD DHE-PSK-CHACHA20-POLY1305
CCAC ECDHE-PSK-CHACHA20-POLY1305
009D AES256-GCM-SHA384
00A9 PSK-AES256-GCM-SHA384
CCAB PSK-CHACHA20-POLY1305
00AC RSA-PSK-AES128-GCM-SHA256
00AA DHE-PSK-AES128-GCM-SHA256
009C AES128-GCM-SHA256
00A8 PSK-AES128-GCM-SHA256
003D AES256-SHA256
003C AES128-SHA256
0035 AES256-SHA
008D PSK-AES256-CBC-SHA
002F AES128-SHA
008C PSK-AES128-CBC-SHA
C006 ECDHE-ECDSA-NULL-SHA
C010 ECDHE-RSA-NULL-SHA
003B NULL-SHA256
0002 NULL-SHA
"""
# RFC 9150: what is used in truth.
_USED = "C0B4 TLS_SHA256_SHA256"

# By the beginning of a name: how keys are exchanged, how the server is known; for people, then for programs.
_EXCHANGES = {
    "TLS_": ("any", "any", "any", "any"),
    "ECDHE-ECDSA-": ("ECDH", "ECDSA", "ecdhe", "ecdsa"),
    "ECDHE-RSA-": ("ECDH", "RSA", "ecdhe", "rsa"),
    "ECDHE-PSK-": ("ECDHEPSK", "PSK", "ecdhe-psk", "psk"),
    "DHE-RSA-": ("DH", "RSA", "dhe", "rsa"),
    "DHE-PSK-": ("DHEPSK", "PSK", "dhe-psk", "psk"),
    "RSA-PSK-": ("RSAPSK", "RSA", "rsa-psk", "rsa"),
    "AECDH-": ("ECDH", "None", "ecdhe", "null"),
    "ADH-": ("DH", "None", "dhe", "null"),
    "PSK-": ("PSK", "PSK", "psk", "psk"),
    "": ("RSA", "RSA", "rsa", "rsa"),
}
_EXCHANGE_TAGS = {
    "ecdhe": {"ECDHE", "EECDH", "kECDHE", "kEECDH", "ECDH"},
    "dhe": {"DHE", "EDH", "kDHE", "kEDH", "DH"},
    "rsa": {"RSA", "kRSA"},
    "psk": {"kPSK", "PSK"},
    "ecdhe-psk": {"kECDHEPSK", "PSK"},
    "dhe-psk": {"kDHEPSK", "PSK"},
    "rsa-psk": {"kRSAPSK", "PSK"},
}
_AUTHENTICATION_TAGS = {"ecdsa": {"ECDSA", "aECDSA"}, "rsa": {"aRSA"}, "psk": {"aPSK"}, "null": {"aNULL"}}


@dataclass(frozen=True)
class Cipher:
    """A cipher suite."""

    number: int
    name: str
    protocol: str
    bits: int
    facts: dict[str, Any] = field(hash=False)
    tags: frozenset[str] = field(hash=False)


def _make(line: str) -> Cipher:
    number, name = line.split()
    beginning = next(prefix for prefix in _EXCHANGES if name.startswith(prefix))
    exchange, authentication, kea, auth = _EXCHANGES[beginning]
    bits = 256 if "AES256" in name or "AES_256" in name or "CHACHA" in name else 128 if "AES" in name else 0
    if "CHACHA" in name:
        encryption, symmetric = "CHACHA20/POLY1305(256)", "chacha20-poly1305"
    elif bits:
        kind = "GCM" if "GCM" in name else ""
        encryption, symmetric = f"AES{kind}({bits})", f"aes-{bits}-{kind.lower() or 'cbc'}"
    else:
        encryption, symmetric = "None", None
    aead = "GCM" in name or "CHACHA" in name
    digest = None if aead else {"SHA": "sha1"}.get(name[-3:], name[-6:].lower())
    if beginning == "TLS_":
        protocol = "TLSv1.3"
    elif digest != "sha1":
        protocol = "TLSv1.2"
    else:
        protocol = "TLSv1.0" if "ECDH" in beginning else "SSLv3"
    mac = "AEAD" if digest is None else digest.upper()
    shown = protocol.removesuffix(".0")
    description = f"{name:<30} {shown:<7} Kx={exchange:<8} Au={authentication:<5} Enc={encryption:<22} Mac={mac:<4}"
    facts = {
        "id": 0x3000000 | int(number, 16),
        "name": name,
        "protocol": protocol,
        "description": description,
        "strength_bits": bits,
        "alg_bits": bits,
        "aead": aead,
        "symmetric": symmetric,
        "digest": digest,
        "kea": f"kx-{kea}",
        "auth": f"auth-{auth}",
    }
    tags = {name, protocol, mac, "ALL" if bits else "eNULL", "HIGH" if bits else "NULL"}
    tags |= _EXCHANGE_TAGS.get(kea, set()) | _AUTHENTICATION_TAGS.get(auth, set())
    if encryption.startswith("AES"):
        tags |= {"AES", f"AES{bits}"} | ({"AESGCM"} if aead else set())
    if mac == "SHA1":
        tags.add("SHA")
    if "CHACHA" in name:
        tags.add("CHACHA20")
    if auth == "null":
        tags |= {"COMPLEMENTOFDEFAULT", "ADH" if kea == "dhe" else "AECDH"}
    elif bits:
        tags.add("DEFAULT")
    return Cipher(int(number, 16), name, protocol, bits, facts, frozenset(tags))


@cache
def everything() -> dict[int, Cipher]:
    """All suites, by their number."""
    made = map(_make, [*_TABLE.splitlines(), _USED])
    return {cipher.number: cipher for cipher in made}


def modern() -> list[Cipher]:
    """The suites of TLS 1.3, which a string doesn't choose."""
    return [cipher for cipher in everything().values() if cipher.protocol == "TLSv1.3"][:-1]


@cache
def select(text: str) -> tuple[int, ...]:
    """The numbers of the suites that a string selects."""
    older = [cipher for cipher in everything().values() if cipher.protocol != "TLSv1.3"]
    chosen: list[Cipher] = []
    never: set[Cipher] = set()
    for term in text.replace(",", ":").replace(" ", ":").replace(";", ":").split(":"):
        operator = term[:1] if term[:1] in ("!", "-", "+", "@") else ""
        wanted = set(term.removeprefix(operator).split("+"))
        if operator == "@" or not term:
            continue
        named = [cipher for cipher in older if wanted <= cipher.tags]
        if operator == "":
            chosen += [cipher for cipher in named if cipher not in never and cipher not in chosen]
            continue
        moved = [cipher for cipher in chosen if cipher in named]
        chosen = [cipher for cipher in chosen if cipher not in named] + (moved if operator == "+" else [])
        if operator == "!":
            never.update(named)
    return tuple(cipher.number for cipher in chosen)

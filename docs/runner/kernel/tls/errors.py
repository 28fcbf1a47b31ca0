"""The exceptions of the module `_ssl`, with the messages that CPython gives them.

Source: Modules/_ssl.c of CPython 3.14: PySSL_SetError, fill_and_set_sslerror.
"""

from typing import Any

# SSL_ERROR_…
SSL, WANT_READ, WANT_WRITE, SYSCALL, ZERO_RETURN, END = 1, 2, 3, 5, 6, 8
# Lines of _ssl.c that messages name.
HANDSHAKE_LINE, READ_LINE, WRITE_LINE, SHUTDOWN_LINE, CHAIN_LINE, STORE_LINE = 1081, 2711, 2576, 2833, 4199, 4399


class SSLError(OSError):
    """An error occurred in the SSL implementation."""

    library: str | None
    reason: str | None

    def __str__(self) -> str:
        return self.strerror if isinstance(self.strerror, str) else str(self.args)


class SSLZeroReturnError(SSLError):
    """SSL/TLS session closed cleanly."""


class SSLWantReadError(SSLError):
    """Non-blocking SSL socket needs to read more data
    before the requested operation can be completed.
    """


class SSLWantWriteError(SSLError):
    """Non-blocking SSL socket needs to write more data
    before the requested operation can be completed.
    """


class SSLSyscallError(SSLError):
    """System error when attempting SSL operation."""


class SSLEOFError(SSLError):
    """SSL/TLS connection terminated abruptly."""


class SSLCertVerificationError(SSLError, ValueError):
    """A certificate could not be verified."""

    verify_code: int
    verify_message: str | None


CLASSES = (
    *(SSLError, SSLZeroReturnError, SSLWantReadError, SSLWantWriteError, SSLSyscallError, SSLEOFError),
    SSLCertVerificationError,
)
for _class in CLASSES:
    _class.__module__ = "ssl"


class WantRead(Exception):
    """More must arrive before this can go on."""


class Closed(Exception):
    """The other side has said that it sends no more."""


class Failure(Exception):
    """The session ends here: OpenSSL's reason, and the alert that says so to the other side."""

    def __init__(self, reason: str, alert: int | None = None, library: str = "SSL", text: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.alert = alert
        self.library = library
        self.text = text or reason.lower().replace("_", " ")
        self.verify_code = 0
        self.verify_message = ""


def unexpected_end() -> Failure:
    """The connection ended without a close_notify."""
    return Failure("UNEXPECTED_EOF_WHILE_READING", 50, text="EOF occurred in violation of protocol")


def refused(code: int, message: str, alert: int) -> Failure:
    """The other side's certificate was refused."""
    failure = Failure("CERTIFICATE_VERIFY_FAILED", alert)
    failure.verify_code, failure.verify_message = code, message
    return failure


_ALERTS = {
    10: ("SSLV3_ALERT_UNEXPECTED_MESSAGE", 3),
    20: ("SSLV3_ALERT_BAD_RECORD_MAC", 3),
    21: ("TLSV1_ALERT_DECRYPTION_FAILED", 1),
    22: ("TLSV1_ALERT_RECORD_OVERFLOW", 1),
    30: ("SSLV3_ALERT_DECOMPRESSION_FAILURE", 3),
    40: ("SSLV3_ALERT_HANDSHAKE_FAILURE", 3),
    41: ("SSLV3_ALERT_NO_CERTIFICATE", 3),
    42: ("SSLV3_ALERT_BAD_CERTIFICATE", 3),
    43: ("SSLV3_ALERT_UNSUPPORTED_CERTIFICATE", 3),
    44: ("SSLV3_ALERT_CERTIFICATE_REVOKED", 3),
    45: ("SSLV3_ALERT_CERTIFICATE_EXPIRED", 3),
    46: ("SSLV3_ALERT_CERTIFICATE_UNKNOWN", 3),
    47: ("SSLV3_ALERT_ILLEGAL_PARAMETER", 3),
    48: ("TLSV1_ALERT_UNKNOWN_CA", 1),
    49: ("TLSV1_ALERT_ACCESS_DENIED", 1),
    50: ("TLSV1_ALERT_DECODE_ERROR", 1),
    51: ("TLSV1_ALERT_DECRYPT_ERROR", 1),
    60: ("TLSV1_ALERT_EXPORT_RESTRICTION", 1),
    70: ("TLSV1_ALERT_PROTOCOL_VERSION", 1),
    71: ("TLSV1_ALERT_INSUFFICIENT_SECURITY", 1),
    80: ("TLSV1_ALERT_INTERNAL_ERROR", 1),
    86: ("TLSV1_ALERT_INAPPROPRIATE_FALLBACK", 1),
    90: ("TLSV1_ALERT_USER_CANCELLED", 1),
    100: ("TLSV1_ALERT_NO_RENEGOTIATION", 1),
    109: ("TLSV13_ALERT_MISSING_EXTENSION", 1),
    110: ("TLSV1_UNSUPPORTED_EXTENSION", 1),
    111: ("TLSV1_CERTIFICATE_UNOBTAINABLE", 1),
    112: ("TLSV1_UNRECOGNIZED_NAME", 1),
    113: ("TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE", 1),
    114: ("TLSV1_BAD_CERTIFICATE_HASH_VALUE", 1),
    115: ("TLSV1_ALERT_UNKNOWN_PSK_IDENTITY", 1),
    116: ("TLSV13_ALERT_CERTIFICATE_REQUIRED", 1),
    120: ("TLSV1_ALERT_NO_APPLICATION_PROTOCOL", 1),
}


def alerted(code: int) -> Failure:
    """The other side ended the session with an alert."""
    reason, age = _ALERTS.get(code, ("", 0))
    if not reason:
        return Failure("", text=f"unknown error (0x{0xA0003E8 + code:x})")
    text = reason.lower().replace("_", " ")
    return Failure(reason, text=text.replace("sslv3", "ssl/tls") if age == 3 else text)


def plain(number: int, line: int) -> SSLError:
    """The error for one of SSL_ERROR_…, where there is no reason to be given."""
    kind, text = {
        WANT_READ: (SSLWantReadError, "The operation did not complete (read)"),
        WANT_WRITE: (SSLWantWriteError, "The operation did not complete (write)"),
        ZERO_RETURN: (SSLZeroReturnError, "TLS/SSL connection has been closed (EOF)"),
        END: (SSLEOFError, "EOF occurred in violation of protocol"),
    }[number]
    made: SSLError = kind(number, f"{text} (_ssl.c:{line})")
    made.library = made.reason = None
    return made


def error(reason: str, line: int, library: str = "SSL", text: str = "", number: int = SSL) -> SSLError:
    """An SSLError for one of OpenSSL's reasons."""
    made: SSLError = _made(SSLError, number, library, reason, text or reason.lower().replace("_", " "), line)
    return made


def _made(kind: type[SSLError], number: int, library: str, reason: str, text: str, line: int) -> Any:
    where = f"{library}: {reason}" if reason else library
    made = kind(number, f"[{where}] {text} (_ssl.c:{line})")
    made.library, made.reason = library, reason or None
    return made


def from_failure(failure: Failure, line: int) -> SSLError:
    """The exception that a program sees."""
    if failure.verify_code:
        text = f"{failure.text}: {failure.verify_message}"
        refusal: SSLCertVerificationError = _made(SSLCertVerificationError, SSL, "SSL", failure.reason, text, line)
        refusal.verify_code, refusal.verify_message = failure.verify_code, failure.verify_message
        return refusal
    if failure.reason == "UNEXPECTED_EOF_WHILE_READING":
        end: SSLError = _made(SSLEOFError, END, "SSL", failure.reason, failure.text, line)
        return end
    return error(failure.reason, line, failure.library, failure.text)

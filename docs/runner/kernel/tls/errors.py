"""The exceptions of the module `_ssl`, with CPython's messages.

Source: Modules/_ssl.c of CPython 3.14: PySSL_SetError, fill_and_set_sslerror.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .constants import ALERTS

# SSL_ERROR_…
SSL, WANT_READ, WANT_WRITE, ZERO_RETURN, END = 1, 2, 3, 6, 8
# Lines of _ssl.c named in messages.
HANDSHAKE_LINE, READ_LINE, WRITE_LINE, SHUTDOWN_LINE = 1081, 2711, 2576, 2833
# Explanations of what the tab lacks.
NO_SESSIONS = "a browser tab resumes no TLS sessions: each connection makes a handshake of its own"
IN_HANDSHAKE_ONLY = "in a browser tab a client shows its certificate in the handshake: set verify_mode on the server"


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
    """More data must arrive before this can continue."""


class Closed(Exception):
    """The other side has closed the session."""


@dataclass(eq=False)
class Failure(Exception):
    """The session fails: OpenSSL's reason, and the alert to send to the other side."""

    reason: str
    alert: int | None = None
    text: str = ""
    verify_code: int = 0
    verify_message: str = ""


def alerted(code: int) -> Failure:
    """The other side ended the session with an alert."""
    if code == 116:
        return Failure("TLSV13_ALERT_CERTIFICATE_REQUIRED")
    if code not in ALERTS:
        return Failure("", text=f"unknown error (0x{0xA0003E8 + code:x})")
    if code in (10, 20, 30, 40) or 42 <= code <= 47:
        return Failure(f"SSLV3_ALERT_{ALERTS[code]}", text=f"ssl/tls alert {ALERTS[code].lower().replace('_', ' ')}")
    return Failure(f"TLSV1_{'' if code >= 110 and code != 115 else 'ALERT_'}{ALERTS[code]}")


def plain(number: int, line: int) -> SSLError:
    """The error for one of SSL_ERROR_…, without a reason."""
    kind, text = {
        WANT_READ: (SSLWantReadError, "The operation did not complete (read)"),
        WANT_WRITE: (SSLWantWriteError, "The operation did not complete (write)"),
        ZERO_RETURN: (SSLZeroReturnError, "TLS/SSL connection has been closed (EOF)"),
        END: (SSLEOFError, "EOF occurred in violation of protocol"),
    }[number]
    made: SSLError = kind(number, f"{text} (_ssl.c:{line})")
    made.library = made.reason = None
    return made


def error(
    reason: str, line: int, library: str = "SSL", text: str = "", number: int = SSL, kind: type[SSLError] = SSLError
) -> SSLError:
    """An SSLError for one of OpenSSL's reasons."""
    where = f"{library}: {reason}" if reason else library
    made: SSLError = kind(number, f"[{where}] {text or reason.lower().replace('_', ' ')} (_ssl.c:{line})")
    made.library, made.reason = library, reason or None
    return made


def from_failure(failure: Failure, line: int) -> SSLError:
    """The exception that a program sees."""
    if failure.verify_code:
        text = f"certificate verify failed: {failure.verify_message}"
        refusal: Any = error(failure.reason, line, text=text, kind=SSLCertVerificationError)
        refusal.verify_code, refusal.verify_message = failure.verify_code, failure.verify_message
        return refusal  # type: ignore[no-any-return]
    if failure.reason == "UNEXPECTED_EOF_WHILE_READING":
        return error(failure.reason, line, text=failure.text, number=END, kind=SSLEOFError)
    return error(failure.reason, line, text=failure.text)


def absent(name: str, why: str, default: object = None) -> Any:
    """An attribute that the tab lacks: it can't be set to a true value."""

    def set_it(self: object, value: object) -> None:
        if value:
            raise NotImplementedError(f"{name} can't be {value!r}: {why}")

    return property(lambda self: default, set_it, doc=f"{default}: {why}.")


def refusing(why: str) -> Callable[..., None]:
    """A method that raises NotImplementedError, for what the tab lacks."""

    def refuse(self: object, *args: object, **kwargs: object) -> None:
        raise NotImplementedError(why)

    refuse.__doc__ = f"Raises NotImplementedError: {why}."
    return refuse

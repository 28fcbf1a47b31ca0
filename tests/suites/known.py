"""The libraries whose own tests run in the tab, and what is known of these tests. `fnmatch` matches their names."""

from collections.abc import Sequence
from typing import NamedTuple


class Suite(NamedTuple):
    """A library's own tests.

    Attributes:
        files: those of the source distribution with tests, as patterns.
        data: what of the distribution tests read, themselves included, as patterns.
        installed: whether the wheel has the tests too: then they are run from there.
        options: pytest's, beside those of the library's own configuration.
        packages: of the tab, that its tests need, as in a PEP 723 block.
        beside: others in plain Python that they need; they come with the tests.
        plain: such others as have a part in C that they can do without: they come without it.
        machine: others that only a machine can have.
    """

    files: Sequence[str]
    data: Sequence[str] = ()
    installed: bool = False
    options: Sequence[str] = ()
    packages: Sequence[str] = ()
    beside: Sequence[str] = ()
    plain: Sequence[str] = ()
    machine: Sequence[str] = ()


_ANYIO = ["-p", "anyio"]
# The limits that suites set are for machines that do nothing else; a test that hangs is found by reports.SILENCE.
_PATIENT = ["--timeout=50"]
SUITES = {
    "anyio": Suite(
        files=["tests/**/test_*.py"],
        data=["pyproject.toml", "tests/**/*.py"],
        options=_PATIENT,
        packages=["anyio[trio]", "pytest", "hypothesis", "truststore"],
        beside=["pytest-mock", "pytest-timeout"],
        machine=["trustme", "psutil"],
    ),
    "trio": Suite(
        files=["src/trio/_core/_tests/test_*.py", "src/trio/_tests/test_*.py"],
        data=["pyproject.toml"],
        installed=True,
        options=["-c", "pyproject.toml", "--skip-optional-imports"],
        packages=["trio", "pytest"],
        beside=["async-generator"],
        machine=["trustme", "pyOpenSSL"],
    ),
    "httpx": Suite(
        files=["tests/**/test_*.py"],
        data=["pyproject.toml", "README.md", "tests/**/*.py", "tests/**/*.json"],
        options=_ANYIO,
        packages=["httpx[cli]", "trio", "uvicorn", "pytest", "rich", "click", "pygments"],
        beside=["chardet", "socksio"],
        machine=["trustme", "brotli", "zstandard", "h2"],
    ),
    "starlette": Suite(
        files=["tests/**/test_*.py"],
        data=["pyproject.toml", "tests/**/*"],
        options=_ANYIO,
        packages=["starlette", "trio", "pytest", "httpx2", "httpx", "python-multipart", "opentelemetry-api"],
        beside=["jinja2", "itsdangerous", "opentelemetry-sdk", "opentelemetry-semantic-conventions"],
        plain=["markupsafe", "pyyaml"],
    ),
    "fastapi": Suite(
        files=["tests/**/test_*.py"],
        data=["pyproject.toml", "tests/**/*", "docs_src/**/*", "scripts/*.py"],
        # A mark that pytest-xdist knows, which would run the tests side by side.
        options=[*_ANYIO, "-p", "pytest_timeout", *_PATIENT, "-o", "markers=xdist_group"],
        packages=["fastapi", "trio", "pytest", "httpx2", "httpx", "python-multipart", "rich", "uvicorn"],
        beside=[
            "pytest-timeout", "inline-snapshot", "dirty-equals", "executing", "asttokens", "pyjwt", "a2wsgi", "jinja2",
            "itsdangerous", "pydantic-settings", "python-dotenv", "email-validator", "dnspython", "opentelemetry-sdk",
            "opentelemetry-semantic-conventions",
        ],
        plain=["markupsafe", "pyyaml"],
        machine=["flask", "sqlmodel", "pwdlib[argon2]", "strawberry-graphql", "typer"],
    ),
    "tenacity": Suite(
        files=["tests/test_*.py"],
        data=["pyproject.toml", "tests/**/*.py"],
        packages=["tenacity", "trio", "pytest"],
        machine=["tornado", "typeguard"],
    ),
    "aiosqlite": Suite(files=["aiosqlite/tests/smoke.py"], installed=True, packages=["aiosqlite", "pytest"]),
}  # fmt: skip

# Why tests that pass on a machine don't in a tab, by library: by patterns of their names, or of what is said of them.
_C = "needs a package in C that has no wheel for the tab"
_COMPRESSIONS = "the packages in C for two compressions, which httpx names in its requests, have no wheel for the tab"
_TLS = {
    "*a browser tab exchanges no keys*": "of TLS, channel bindings are left out",
    "*a browser tab speaks TLS 1.3 only*": "of TLS there is version 1.3",
}
_MISSING = {"*has no wheel for the tab": _C}
_ELSEWHERE = "needs a package that was installed on the machine only"
REASONS: dict[str, dict[str, str]] = {
    "tenacity": {"tests/test_tornado.py::*": _C},
    "aiosqlite": {"*::test_enable_load_extension": "SQLite is compiled without extensions that are loaded"},
    "anyio": {
        "*there are no hard links*": "a file has one name",
        "*there are no named pipes*": "there are no named pipes",
        "*suitable block device": "there are no block devices",
        "*::test_send_receive_seqsocket*": "there are stream and datagram sockets only",
        "*::test_bind_link_local*": "needs psutil, in C, to name a network interface",
        "*::TestConnectedUDPSocket::*": "a connected socket had the address 0.0.0.0: mended since",
        "*::TestUDPSocketBackpressure::*": "a full receiver's sender was told that it can send: mended since",
        "*::test_keyboardinterrupt_during_test*": "gives a child three seconds, in which a busy machine doesn't end it",
    }
    | _MISSING
    | _TLS,
    "fastapi": {
        "tests/test_prepare_release.py::*": _ELSEWHERE,
        "tests/test_tutorial/test_graphql/*": _ELSEWHERE,
        "tests/test_tutorial/test_wsgi/*": _ELSEWHERE,
        "tests/test_tutorial/test_sql_databases/*": _C,
        "*No module named 'pwdlib'*": _C,
        "*No such file or directory: 'git'*": "runs git",
    },
    "trio": {
        "*fork() is not supported*": "a process here can't be copied",
        "*/test_ssl.py::test_attributes*": "a session's new context was ignored: mended since",
        "*::test_has_pthread_setname_np": "the C library has no threads, so none with names",
        "*::test_named_thread_os": "the C library has no threads, so none with names",
    }
    | _MISSING
    | _TLS,
    "httpx": {
        "*'h2' package is not installed*": "needs h2, which was installed on the machine only",
        "*::test_*event_hooks*": _COMPRESSIONS,
        "tests/client/test_headers.py::*": _COMPRESSIONS,
        "*::test_raw_client_header": _COMPRESSIONS,
        "*::test_asgi_headers*": _COMPRESSIONS,
        "tests/test_decoders.py::*": _C,
        "*keylog_filename can't be*": "no keys are exchanged, so none can be logged",
        "*[[]br[]]": _COMPRESSIONS,
        "*brotli*": _COMPRESSIONS,
        "*zstd*": _COMPRESSIONS,
    }
    | _MISSING,
}

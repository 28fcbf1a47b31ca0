"""Evidence for `sqlite3`."""

import datetime
import sqlite3
import threading

from prelude import proves, raised, report


def _connect() -> sqlite3.Connection:
    return sqlite3.connect(":memory:")


@proves("sqlite3.connect", "sqlite3.Connection", "sqlite3.Cursor", "sqlite3.Row")
def tables() -> object:
    sqlite3.connect("a.db").execute("create table t (n integer, s text)").connection.close()
    connection = sqlite3.connect("a.db")
    with connection:
        connection.executemany("insert into t values (?, ?)", [(1, "one"), (2, "zwei")])
    connection.row_factory = sqlite3.Row
    cursor = connection.execute("select * from t order by n desc")
    row = cursor.fetchone()
    found = [
        row["s"],
        row.keys(),
        isinstance(cursor, sqlite3.Cursor),
        isinstance(row, sqlite3.Row),
        len(cursor.fetchall()),
    ]
    connection.close()
    return [*found, raised(connection.execute, "select 1"), isinstance(connection, sqlite3.Connection)]


@proves("sqlite3.ProgrammingError")
def other_thread() -> object:
    connection, seen = _connect(), []
    thread = threading.Thread(target=lambda: seen.append(raised(connection.execute, "select 1")))
    thread.start()
    thread.join()
    connection.close()
    return seen


@proves("sqlite3.Blob")
def blobs() -> object:
    connection = _connect()
    connection.execute("create table t (b blob)")
    connection.execute("insert into t values (zeroblob(5))")
    with connection.blobopen("t", "b", 1) as blob:
        blob.write(b"ab")
        found = [len(blob), isinstance(blob, sqlite3.Blob)]
    found.append(connection.execute("select b from t").fetchone()[0].decode())
    connection.close()
    return found


@proves(
    "sqlite3.register_adapter", "sqlite3.register_converter", "sqlite3.adapters", "sqlite3.converters", "sqlite3.adapt"
)
def conversions() -> object:
    sqlite3.register_adapter(complex, str)
    sqlite3.register_converter("point", lambda data: complex(data.decode()))
    connection = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES)
    connection.execute("create table t (p point)")
    connection.execute("insert into t values (?)", (1 + 2j,))
    value = connection.execute("select p from t").fetchone()[0]
    connection.close()
    known = [(complex, sqlite3.PrepareProtocol) in sqlite3.adapters, "POINT" in sqlite3.converters]
    return [str(value), sqlite3.adapt(1j, sqlite3.PrepareProtocol), known]


@proves("sqlite3.PrepareProtocol", "sqlite3.Binary")
def protocols() -> object:
    class Point:
        def __conform__(self, protocol: object) -> str | None:
            return "conforms" if protocol is sqlite3.PrepareProtocol else None

    connection = _connect()
    found = list(connection.execute("select ?, ?", (Point(), sqlite3.Binary(b"ab"))).fetchone())
    connection.close()
    return [found[0], found[1].decode()]


@proves("sqlite3.complete_statement", "sqlite3.sqlite_version_info")
def statements() -> object:
    whole = [sqlite3.complete_statement(text) for text in ("select 1;", "select 1")]
    return [whole, len(sqlite3.sqlite_version_info), sqlite3.sqlite_version_info > (3, 15)]


@proves("sqlite3.enable_callback_tracebacks")
def failing_callbacks() -> object:
    sqlite3.enable_callback_tracebacks(True)
    import sys

    seen: list[str] = []
    former = sys.unraisablehook
    sys.unraisablehook = lambda info: seen.append(type(info.exc_value).__name__)
    connection = _connect()
    connection.create_function("fails", 0, lambda: 1 / 0)
    error = raised(connection.execute, "select fails()")
    connection.close()
    sys.unraisablehook = former
    sqlite3.enable_callback_tracebacks(False)
    return [seen, error]


@proves(
    "sqlite3.Date",
    "sqlite3.Time",
    "sqlite3.Timestamp",
    "sqlite3.DateFromTicks",
    "sqlite3.TimeFromTicks",
    "sqlite3.TimestampFromTicks",
)
def dates() -> object:
    kinds = [sqlite3.Date is datetime.date, sqlite3.Time is datetime.time, sqlite3.Timestamp is datetime.datetime]
    moment = 1_700_000_000
    expected = datetime.datetime.fromtimestamp(moment)
    found = [sqlite3.DateFromTicks(moment) == expected.date(), sqlite3.TimeFromTicks(moment) == expected.time()]
    return [kinds, found, sqlite3.TimestampFromTicks(moment) == expected]


@proves("sqlite3.OperationalError", "sqlite3.IntegrityError", "sqlite3.InterfaceError", "sqlite3.NotSupportedError")
def errors_seen() -> object:
    connection = _connect()
    connection.execute("create table t (n integer primary key)")
    found = [
        raised(connection.execute, "select * from absent"),
        raised(connection.execute, "insert into t values (1), (1)"),
    ]
    connection.close()
    return [*found, raised(sqlite3.connect, "/absent/a.db"), raised(sqlite3.adapt, object())]


@proves("sqlite3.Error", "sqlite3.DatabaseError", "sqlite3.DataError", "sqlite3.InternalError", "sqlite3.Warning")
def errors() -> object:
    kinds = (sqlite3.Error, sqlite3.DatabaseError, sqlite3.DataError, sqlite3.InternalError, sqlite3.Warning)
    return [[base.__name__ for base in kind.__mro__] for kind in kinds]


report()

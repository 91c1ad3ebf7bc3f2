"""Telling a database that is out of order from a mistake of ours: the first is waited for."""

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

# PostgreSQL: connection lost, out of resources or disk, shutting down, system error, read-only.
_OUTAGES = ("08", "53", "57P", "58", "25006", "XX")
_DISK = ("database or disk is full", "disk I/O error", "readonly database", "database is locked")


def is_outage(error: BaseException | None) -> bool:
    """Whether the database, or the disk under it, is out of order: trying again later may help."""
    return behind(error) is not None


def behind(error: BaseException | None) -> DBAPIError | None:
    """The outage that an error comes from, if it comes from one."""
    while error is not None:
        if isinstance(error, DBAPIError) and _is_outage(error):
            return error
        error = error.__cause__
    return None


def _is_outage(error: DBAPIError) -> bool:
    if isinstance(error, InterfaceError) or error.connection_invalidated:
        return True
    code = getattr(error.orig, "sqlstate", None)
    if code:
        return str(code).startswith(_OUTAGES)
    # Without a code it is SQLite, or a connection that PostgreSQL's driver lost or never had.
    told, by_sqlite = str(error.orig), isinstance(error.orig, sqlite3.Error)
    lost = isinstance(error, OperationalError) and not by_sqlite
    return lost or any(word in told for word in _DISK)

"""A private PostgreSQL server in a temporary folder, reached by a socket there."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from bot import db

MIGRATED = "migrated"
# No test of the suite cuts this server's power: that is done to servers of their own.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
NOT_INSTALLED = "PostgreSQL's server binaries (initdb, pg_ctl) are not installed"


class NotInstalled(Exception):
    """PostgreSQL's server binaries are missing."""


def binaries() -> Path | None:
    """Where initdb and pg_ctl are."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return homes[0].parent if homes else None


def _as_postgres_user(command: list[str]) -> list[str]:
    # PostgreSQL refuses to run as root.
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


class Server:
    """Started when made; `settings` are its own, as `name=value`."""

    def __init__(self, *settings: str) -> None:
        found = binaries()
        assert found is not None, NOT_INSTALLED
        self._binaries, self._settings = found, settings
        self.folder = Path(tempfile.mkdtemp(prefix="hotline-pg-", dir="/tmp"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "hotline", "-A", "trust", "-E", "UTF8", "--locale=C")
        self.start()

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://hotline@/postgres?host={self.folder}"

    def start(self) -> None:
        """Start it, and wait till it answers."""
        own = " ".join(f"-c {setting}" for setting in self._settings)
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=200 {own}"
        self._ctl("-w", "-o", options, "-l", str(self.folder / "log"), "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop it: `immediate` is as good as a power cut, `fast` cuts connections and is tidy."""
        self._ctl("-w", "-m", how, "stop")

    def remove(self) -> None:
        """Stop it and leave nothing."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _ctl(self, *words: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), *words)

    def _run(self, program: str, *words: str) -> None:
        command = _as_postgres_user([str(self._binaries / program), *words])
        quiet = subprocess.DEVNULL
        subprocess.run(command, check=True, stdout=quiet, stderr=quiet, cwd=self.folder)


@contextmanager
def empty_database(server: str, like: str = "template1") -> Iterator[str]:
    """A database of its own on a server: empty, or a copy of another."""
    name = f"t{os.urandom(6).hex()}"
    admin = db.make_engine(server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    yield server.replace("/postgres?", f"/{name}?")
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def make_template(server: str) -> None:
    """A migrated database to copy: migrating takes longer than most tests."""
    admin = db.make_engine(server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {MIGRATED}"))
    admin.dispose()
    engine = db.make_engine(server.replace("/postgres?", f"/{MIGRATED}?"))
    db.migrate(engine)
    engine.dispose()


@contextmanager
def private_server() -> Iterator[str]:
    """A server for as long as it is needed: its URL.

    Raises:
        NotInstalled: there is no PostgreSQL on this machine.
    """
    if binaries() is None:
        raise NotInstalled(NOT_INSTALLED)
    server = Server()
    try:
        yield server.url
    finally:
        server.remove()

"""The database as one file, and back; while people go on writing."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, inspect

from bot.errors import BadData, Unreachable

SQLITE, POSTGRES = "database.sqlite", "database.pgdump"


def dump(engine: Engine, folder: Path) -> Path:
    """A consistent copy of the database in `folder`.

    Raises:
        BadData: PostgreSQL's client programs are not installed. Unreachable: the dump failed.
    """
    if engine.dialect.name == "sqlite":
        path = folder / SQLITE
        with (
            closing(sqlite3.connect(str(engine.url.database))) as source,
            closing(sqlite3.connect(path)) as target,
        ):
            source.backup(target)
        return path
    path = folder / POSTGRES
    _run(engine, "pg_dump", ["--format=custom", "--no-owner", "--file", str(path)])
    return path


def load(engine: Engine, path: Path) -> None:
    """Fill an empty database from a dump of its own kind.

    Raises:
        BadData: the database is not empty, or the dump is of the other kind.
    """
    own = SQLITE if engine.dialect.name == "sqlite" else POSTGRES
    if path.name != own:
        remedy = "set HOTLINE_DATABASE_URL to a database of its kind"
        raise BadData(f"a dump for {path.suffix[1:]}", path=path.name, remedy=remedy)
    if inspect(engine).get_table_names():
        remedy = "restore into an empty one; nothing was changed"
        raise BadData("the database is not empty", path="HOTLINE_DATABASE_URL", remedy=remedy)
    if own == SQLITE:
        engine.dispose()
        target = Path(str(engine.url.database))
        target.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as made:
            source.backup(made)
    else:
        _run(engine, "pg_restore", ["--no-owner", "--exit-on-error", "--single-transaction"], path)


def _run(engine: Engine, program: str, words: Sequence[str], path: Path | None = None) -> None:
    command = [str(_found(program)), *words, "--dbname", _address(engine)]
    command += [str(path)] if path is not None else []
    env = {**os.environ, "PGPASSWORD": engine.url.password or os.environ.get("PGPASSWORD", "")}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no word"])[0][:200]
        raise Unreachable(program, why)


def _address(engine: Engine) -> str:
    """The database's address as libpq reads it; the password goes another way."""
    url = engine.url.set(drivername="postgresql", password=None)
    return url.render_as_string(hide_password=False)


def _found(program: str) -> Path:
    homes = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)
    found = str(homes[0]) if homes else shutil.which(program)
    if found is None:
        remedy = "install PostgreSQL's client programs (Debian: postgresql-client)"
        raise BadData(f"{program} is not installed", remedy=remedy)
    return Path(found)

"""`hotline backup`: database and files in one archive, sealed under the keys; and back again.

The keys are not in it: who finds a backup reads nothing, and who loses the keys has no backup.
"""

import hashlib
import json
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from bot import clock, crypto, db
from bot.errors import BadData
from bot.privacy import erasure
from bot.settings import Settings
from bot.staff import audit
from bot.tickets import trail
from bot.upkeep import dumps, sealing

MANIFEST, FILES = "manifest.json", "files"


@dataclass(frozen=True)
class Restored:
    """What a restore came to; `broken` is empty when all is well."""

    taken_at: str
    files: int
    erased_again: int
    broken: list[str]


def make(settings: Settings, target: Path) -> Path:
    """Write a backup to `target`; it appears there only when it is whole.

    Raises:
        Unreachable: the database does not answer. BadData: a client program is missing.
    """
    engine = db.opened(settings)
    db.check_reachable(engine)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
        folder = Path(name)
        # The database first: files are only ever added, and one too many does no harm.
        dumped = dumps.dump(engine, folder)
        archive = folder / "archive.tar"
        with tarfile.open(archive, "w") as tar:
            _add_manifest(tar, folder, engine, dumped)
            tar.add(dumped, dumped.name)
            for path in _files(settings.files_dir):
                tar.add(path, f"{FILES}/{path.relative_to(settings.files_dir)}", recursive=False)
        ring = crypto.ring()
        if ring is not None:
            sealed = folder / "sealed"
            sealing.seal(archive, sealed, ring)
            archive = sealed
        archive.chmod(0o600)
        archive.replace(target)
    engine.dispose()
    return target


def _add_manifest(tar: tarfile.TarFile, folder: Path, engine: Engine, dumped: Path) -> None:
    with engine.connect() as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    facts = {
        "taken_at": clock.now().isoformat(),
        "database": dumped.name,
        "revision": revision,
        "sha256": _sha256(dumped),
    }
    path = folder / MANIFEST
    path.write_text(json.dumps(facts, indent=1), encoding="utf-8")
    tar.add(path, MANIFEST)


def restore(settings: Settings, source: Path) -> Restored:
    """Fill an empty database and the files from a backup; bring them to today.

    Older schemas are migrated, erasures ordered since are carried out anew, trails are checked.

    Raises:
        BadData: not a backup, a changed one, no key for it, or the database is not empty.
    """
    engine = db.opened(settings)
    with tempfile.TemporaryDirectory(prefix="hotline-restore-") as name:
        facts, members = _unpacked(source, Path(name))
        dumps.load(engine, members / facts["database"])
        files = _put_files(members / FILES, settings.files_dir)
    db.migrate(engine)
    factory = db.session_factory(engine)
    with factory.begin() as session:
        again = erasure.again(session, settings.erasures, at=clock.now())
    for erased in again:
        erasure.remove_files(erased, settings.files_dir)
    with db.reading(factory) as session:
        broken = [f"ticket {b.number} event {b.seq}: {b.why}" for b in trail.verify(session)]
        broken += [f"audit event {b.seq}: {b.why}" for b in audit.verify(session)]
    engine.dispose()
    return Restored(facts["taken_at"], files, len(again), broken)


def _unpacked(source: Path, folder: Path) -> tuple[dict[str, Any], Path]:
    archive, members = source, folder / "members"
    if sealing.is_sealed(source):
        archive = folder / "archive.tar"
        sealing.open_to(source, archive, crypto.ring())
    try:
        with tarfile.open(archive, "r:") as tar:
            tar.extractall(members, filter="data")
        facts: dict[str, Any] = json.loads((members / MANIFEST).read_text(encoding="utf-8"))
        whole = _sha256(members / facts["database"]) == facts["sha256"]
    except (tarfile.TarError, OSError, KeyError, ValueError):
        raise BadData("not a backup of this project", path=source) from None
    if not whole:
        raise BadData("the backup was changed", path=source, remedy="take another one")
    return facts, members


def _put_files(source: Path, target: Path) -> int:
    count = 0
    for path in _files(source):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            place.write_bytes(path.read_bytes())
        count += 1
    return count


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

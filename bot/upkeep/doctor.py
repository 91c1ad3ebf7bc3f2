"""`hotline doctor`: what is misconfigured or out of order, each with what to do about it."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot import clock, crypto, db
from bot import settings as settings_module
from bot.errors import HotlineError
from bot.privacy import retention, rotation
from bot.settings import Settings
from bot.upkeep import vitals
from bot.upkeep.finding import FAIL, OK, WARN, Finding

LEAST_FREE = 0.05


def examine(data_dir: Path | None = None) -> list[Finding]:
    """All findings, in the order of the service's start."""
    try:
        settings = settings_module.load(data_dir=data_dir)
        engine = db.opened(settings)
    except HotlineError as error:
        return [Finding(FAIL, str(error))]
    found = [*_settings(settings), *_places(settings), *_data_files(settings), *_model(settings)]
    try:
        db.check_reachable(engine)
        found += [*_schema(engine), *durability(engine), *_seals(engine), *vitals.signs(engine)]
    except HotlineError as error:
        found.append(Finding(FAIL, str(error)))
    except SQLAlchemyError as error:
        found.append(Finding(FAIL, f"the database answers with {type(error).__name__}"))
    finally:
        engine.dispose()
    return found


def _settings(settings: Settings) -> Iterator[Finding]:
    if not settings.production:
        yield Finding(WARN, "not in production mode", "set HOTLINE_PRODUCTION=1 where people write")
    if clock.is_set():
        yield Finding(WARN, "a test clock is set", "unset HOTLINE_CLOCK_FILE")
    if settings.public_url and not settings.public_url.startswith("https://"):
        yield Finding(WARN, "links lead to http://", "set HOTLINE_PUBLIC_URL to the https address")
    if not settings.public_url:
        yield Finding(WARN, "links in messages have no address", "set HOTLINE_PUBLIC_URL")
    if settings.rate_limit.per_address is None:
        yield Finding(WARN, "no rate limit", "unset HOTLINE_RATE_LIMIT")
    if settings.embedded:
        yield Finding(WARN, "SQLite: one machine, one writer", "PostgreSQL in production")
    if settings.telegram is not None:
        why = "Telegram carries people's words abroad"
        yield Finding(WARN, why, "keep the approval at hand, or unset HOTLINE_TELEGRAM_TOKEN")
    if not settings.keys and not settings.embedded:
        yield Finding(FAIL, "names and phones lie open", "hotline keys new; set HOTLINE_KEYS_FILE")
    yield Finding(OK, "settings can be read")


def _places(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.write_text("x", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        yield Finding(FAIL, f"{folder} cannot be written: {error.strerror}", "mend its owner")
        return
    room = shutil.disk_usage(folder)
    if room.free / room.total < LEAST_FREE:
        yield Finding(FAIL, f"{folder} has {room.free // 2**20} MB left", "make room")
    path = settings.key_file
    if path.exists() and path.stat().st_mode & 0o077:
        yield Finding(FAIL, f"others can read {path}", f"chmod 600 {path}")
    yield Finding(OK, f"{folder} can be written")


def _data_files(settings: Settings) -> Iterator[Finding]:
    from bot.desk import tick

    readers: dict[str, Callable[[], object]] = {
        "rules of the round": lambda: tick.Rules.load(settings.knowledge_dir),
        "retention classes": lambda: retention.load(settings.knowledge_dir / "retention.yml"),
        "answers": lambda: _library(settings),
    }
    for what, read in readers.items():
        try:
            read()
            yield Finding(OK, f"{what} can be read")
        except HotlineError as error:
            yield Finding(FAIL, str(error))


def _library(settings: Settings) -> object:
    from bot.knowledge import files

    return files.load_all(settings.knowledge_dir)


def _model(settings: Settings) -> Iterable[Finding]:
    models = sorted(settings.model_dir.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        return [Finding(FAIL, f"no model in {settings.model_dir}", "hotline train")]
    return [Finding(OK, f"model {models[-1].name}")]


def _schema(engine: Engine) -> Iterator[Finding]:
    stands, newest = db.revision(engine), db.newest_revision()
    if stands != newest:
        yield Finding(FAIL, f"the database stands at {stands}, not {newest}", "hotline db")
    else:
        yield Finding(OK, f"the database stands at {newest}")


def durability(engine: Engine) -> Iterator[Finding]:
    """Whether PostgreSQL keeps what it has confirmed."""
    if engine.dialect.name != "postgresql":
        return
    with engine.connect() as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            value = connection.execute(text(f"SHOW {name}")).scalar()
            if value == "off":
                yield Finding(FAIL, f"PostgreSQL's {name} is off", "a power cut loses messages")


def _seals(engine: Engine) -> Iterator[Finding]:
    if crypto.ring() is None:
        return
    with db.reading(db.session_factory(engine)) as session:
        stands = rotation.standing(session, most=2000)
    ring = crypto.ring()
    assert ring is not None
    old = {name: count for name, count in stands.items() if name != ring.current}
    if old:
        told = ", ".join(f"{name}: {count}" for name, count in sorted(old.items()))
        yield Finding(WARN, f"not sealed with the newest key ({told})", "hotline keys rotate")
    else:
        yield Finding(OK, "names, phones and messages are sealed")

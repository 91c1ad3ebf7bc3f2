"""Whether a turn costs the same in a database that already holds a million messages."""

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from benchmarks import ours
from bot import settings as settings_module
from bot.engine import loading
from tests.postgres import private_server

MESSAGES, EACH = 1_000_000, 20
_NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) ",
    "postgresql": "WITH n AS (SELECT generate_series(0, {last}) AS i) ",
}
_TALKS = (
    "INSERT INTO conversations (id, channel, created_at, updated_at, owner, last_seq) {numbers}"
    "SELECT 'old-' || i, 'web', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 'bot', {each} FROM n"
)
_LINES = (
    "INSERT INTO messages (conversation_id, seq, sender, text, buttons, attachments, created_at) "
    "{numbers} SELECT 'old-' || (i / {each}), i % {each} + 1, 'user', '以前说过的话', '[]', '[]', "
    "'2026-01-01 00:00:00' FROM n"
)
_READ = (
    "INSERT INTO inbox (channel, external_id, conversation_id, seq, status, attempts, received_at) "
    "{numbers} SELECT 'web', 'old-' || i, 'old-' || (i / {each}), i % {each} + 1, 'done', 0, "
    "'2026-01-01 00:00:00' FROM n"
)


def turns(database: str) -> tuple[list[float], list[float]]:
    """Seconds of each turn before and after a million messages were put in."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hotline-bench-")))
        env = {"HOTLINE_DATA_DIR": str(folder)}
        if database == "postgresql":
            env["HOTLINE_DATABASE_URL"] = stack.enter_context(private_server())
        engine = loading.build(settings_module.load(env), "bench")
        before = ours.complaints(engine, 12)
        _fill(engine.factory, database)
        after = ours.complaints(engine, 12)
        engine.factory.kw["bind"].dispose()
    return before, after


def _fill(factory: sessionmaker[Session], database: str) -> None:
    began = time.monotonic()
    for statement, rows in ((_TALKS, MESSAGES // EACH), (_LINES, MESSAGES), (_READ, MESSAGES)):
        numbers = _NUMBERS[database].format(last=rows - 1)
        with factory.begin() as session:
            session.execute(text(statement.format(numbers=numbers, each=EACH)))
    if database == "postgresql":
        with factory.begin() as session:
            session.execute(text("ANALYZE"))
    print(f"a million messages in {time.monotonic() - began:.0f} s", flush=True)

"""No table that says something about a person is forgotten."""

import re
import subprocess
import sys

from bot.db import Base
from bot.privacy import reach, rotation
from bot.settings import ROOT


def test_every_column_that_names_a_conversation_is_within_reach() -> None:
    named = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name == "conversation_id"
        or any(key.column.table.name == "conversations" for key in column.foreign_keys)
    }
    assert named == {*reach.TALK, *reach.MATTERS}
    assert {name.partition(".")[0] for name in reach.TALK} >= reach.NOT_COPIED


def test_a_fresh_process_knows_every_table_that_the_migrations_know() -> None:
    code = (
        "from bot.privacy import retention, rotation, reach; retention.load(); "
        "list(reach.columns(reach.TALK)); print(len(rotation.places()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert int(done.stdout) == len(rotation.places()), done.stderr
    env = (ROOT / "bot/tickets/migrations/env.py").read_text(encoding="utf-8")
    schema = (ROOT / "bot/privacy/schema.py").read_text(encoding="utf-8")
    records = r"^import (bot\.\S+records)"
    assert set(re.findall(records, env, re.M)) == set(re.findall(records, schema, re.M))

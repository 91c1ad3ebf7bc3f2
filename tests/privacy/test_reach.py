"""No table that says something about a person is forgotten."""

from bot.db import Base
from bot.privacy import reach


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

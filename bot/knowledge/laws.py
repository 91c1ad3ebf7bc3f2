"""The laws that answers cite, and the days between which each of them holds."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.errors import BadData
from bot.knowledge.yaml_file import load_yaml


@dataclass(frozen=True)
class Law:
    """A law and the days between which it holds."""

    id: str
    name: str
    in_force_from: date | None
    in_force_until: date | None
    replaced_by: str | None


def load_laws(path: Path) -> dict[str, Law]:
    """The laws and their validity, by id.

    Raises:
        BadData: a law lacks id or name, stands twice, has wrong dates or an unknown successor.
    """
    data, _ = load_yaml(path)
    items = data.get("laws") if isinstance(data, dict) else None
    if not isinstance(items, list):
        raise BadData("no list under 'laws'", path=path, line=1, remedy="start with laws:")
    laws: dict[str, Law] = {}
    for item in items:
        law = _law(item, path)
        if law.id in laws:
            raise BadData("this law stands twice", path=path, entry=law.id, remedy="keep one")
        laws[law.id] = law
    for law in laws.values():
        if law.replaced_by is not None and law.replaced_by not in laws:
            what = f"replaced by '{law.replaced_by}', which is not here"
            raise BadData(what, path=path, entry=law.id, remedy="fix the id")
    return laws


def _law(item: Any, path: Path) -> Law:
    if not isinstance(item, dict) or not item.get("id") or not item.get("name"):
        raise BadData("a law needs id and name", path=path, remedy="write both")
    law_id, since, until = str(item["id"]), item.get("in_force_from"), item.get("in_force_until")
    if not all(day is None or isinstance(day, date) for day in (since, until)):
        raise BadData("not a date", path=path, entry=law_id, remedy="write YYYY-MM-DD")
    if since and until and until < since:
        what = "in_force_until lies before in_force_from"
        raise BadData(what, path=path, entry=law_id, remedy="swap the dates")
    return Law(law_id, str(item["name"]), since, until, item.get("replaced_by"))

"""The menu below the conversation: a file that staff edit, pushed to the platform by a command."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BadData
from channels.splitting import byte_length

TOP_ITEMS, SUB_ITEMS = 3, 5
TOP_BYTES, SUB_BYTES, URL_BYTES = 16, 60, 1024
_INTENT = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True)
class Menu:
    """The menu as the platform takes it, and what its keys stand for: key → (title, payload)."""

    buttons: tuple[dict[str, Any], ...]
    keys: dict[str, tuple[str, str]]


def load_menu(path: Path) -> Menu:
    """Read the menu.

    Raises:
        BadData: the file is missing, or an entry is wrong; says which and what to do.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BadData(type(error).__name__, path=path, remedy="mend or restore the file") from None
    entries = raw.get("menu") if isinstance(raw, dict) else None
    if not isinstance(entries, list) or not 1 <= len(entries) <= TOP_ITEMS:
        raise BadData(f"'menu' must list 1 to {TOP_ITEMS} entries", path=path)
    keys: dict[str, tuple[str, str]] = {}
    buttons = tuple(_button(entry, path, keys, TOP_BYTES) for entry in entries)
    return Menu(buttons, keys)


def _button(
    entry: Any, path: Path, keys: dict[str, tuple[str, str]], name_bytes: int
) -> dict[str, Any]:
    name = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not 0 < byte_length(name) <= name_bytes:
        raise BadData(f"a name has 1 to {name_bytes} bytes", path=path, entry=str(name)[:20])
    if "items" in entry and name_bytes == TOP_BYTES:
        items = entry["items"]
        if not isinstance(items, list) or not 1 <= len(items) <= SUB_ITEMS:
            raise BadData(f"1 to {SUB_ITEMS} items", path=path, entry=name)
        return {"name": name, "sub_button": [_button(i, path, keys, SUB_BYTES) for i in items]}
    if "url" in entry:
        return {"type": "view", "name": name, "url": _url(entry["url"], path, name)}
    intent = entry.get("intent")
    if not isinstance(intent, str) or not _INTENT.fullmatch(intent):
        remedy = "give an intent of domain.yml, a url, or items"
        raise BadData("an entry does nothing", path=path, entry=name, remedy=remedy)
    keys[intent] = (name, f"/{intent}")
    return {"type": "click", "name": name, "key": intent}


def _url(url: Any, path: Path, name: str) -> str:
    if not isinstance(url, str) or not re.fullmatch(r"https?://\S{1,1000}", url):
        raise BadData("not a web address", path=path, entry=name, remedy="write https://…")
    return url

"""Templates: everything escaped, times in Hunan's clock, units by their short names."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.centers.directory import PREFECTURES, Directory
from bot.clock import local
from bot.console.labels import label, labels
from bot.console.menu import menu
from bot.errors import NotFound
from bot.money import yuan
from bot.staff import permissions
from bot.text import mask

HERE = Path(__file__).parent


def environment(directory: Directory) -> Environment:
    """The templates, with the words and filters they use."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        when=when, day=day, span=span, masked=mask, label=_label, place=place, yuan=yuan
    )
    made.globals.update(
        labels=labels,
        unit_name=lambda center_id: unit_name(directory, center_id),
        units=directory.centers,
        prefectures=PREFECTURES,
        may=permissions,
        menu=menu,
        static=_static,
    )
    return made


def _label(code: str | None, group: str) -> str:
    return label(group, code)


def _static(name: str) -> str:
    """The address of a file of ours; it changes when the file does, so it may be kept for ever."""
    return f"/console/static/{name}?v={int((HERE / 'static' / name).stat().st_mtime)}"


def unit_name(directory: Directory, center_id: str | None) -> str:
    """A unit's short name; its id where it is not in the directory any more."""
    if center_id is None:
        return "未定"
    try:
        return directory.by_id(center_id).short
    except NotFound:
        return center_id


def place(region: Mapping[str, Any] | None) -> str:
    """A region in words; '' where it is not known."""
    region = region or {}
    if region.get("outside"):
        return str(region["outside"]).replace("/", "")
    named = f"{region.get('prefecture') or ''}{region.get('county') or ''}"
    return named or str(region.get("raw") or "")


def when(moment: datetime | None, now: datetime | None = None) -> str:
    """A time as short as it is clear: today 09:30, this year 11-24 09:30."""
    if moment is None:
        return "—"
    here = local(moment)
    if now is not None:
        today = local(now)
        if here.date() == today.date():
            return here.strftime("%H:%M")
        if here.year == today.year:
            return here.strftime("%m-%d %H:%M")
    return here.strftime("%Y-%m-%d %H:%M")


def day(moment: datetime | date | None) -> str:
    """A day."""
    if moment is None:
        return "—"
    return (local(moment) if isinstance(moment, datetime) else moment).strftime("%Y-%m-%d")


def span(length: timedelta | None) -> str:
    """How long, in the largest two units that matter."""
    if length is None:
        return "—"
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 1:
        return "不到 1 分钟"
    if minutes < 60:
        return f"{minutes} 分钟"
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"
    days, hours = divmod(hours, 24)
    return f"{days} 天 {hours} 小时" if hours else f"{days} 天"

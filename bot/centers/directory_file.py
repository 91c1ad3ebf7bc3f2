"""Reads and checks `centers.yml`, which staff edit: every error says where and what to do."""

from pathlib import Path
from typing import Any

import yaml

from bot.centers.center import PREFECTURES, PROVINCIAL, TIERS, Center, Hours
from bot.errors import BadData

_REQUIRED = ("id", "name", "tier", "prefecture", "phones", "address", "hours", "status", "source")


def read_centers(path: Path) -> tuple[tuple[Center, ...], str, str]:
    """The units, the service's number and the note on it.

    Raises:
        BadData: the file cannot be used; names the entry and the remedy.
    """
    data = _read(path)
    default = _hours(path, "default_hours", data.get("default_hours"), None)
    centers = tuple(_center(path, n, entry, default) for n, entry in enumerate(data["centers"]))
    _check_whole(path, centers)
    return centers, str(data.get("service_number", "")), str(data.get("service_number_note", ""))


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadData(f"cannot be read: {error.strerror}", path=path) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise BadData(
            f"not YAML: {error.problem}", path=path, line=line, remedy="check indents and colons"
        ) from None
    if not isinstance(data, dict) or not isinstance(data.get("centers"), list):
        raise BadData("no list 'centers'", path=path, remedy="start from the file as delivered")
    return data


def _center(path: Path, index: int, entry: object, default: Hours) -> Center:
    if not isinstance(entry, dict):
        raise BadData("not a unit", path=path, entry=f"#{index + 1}", remedy="write id: … name: …")
    label = str(entry.get("id") or entry.get("name") or f"#{index + 1}")
    for key in _REQUIRED:
        if key not in entry:
            raise BadData(f"'{key}' is missing", path=path, entry=label, remedy=f"add {key}:")
    _check_entry(path, label, entry)
    return Center(
        id=str(entry["id"]),
        name=str(entry["name"]),
        tier=entry["tier"],
        prefecture=entry["prefecture"],
        phones=tuple(str(p) for p in entry["phones"] or ()),
        address=entry["address"],
        hours=_hours(path, label, entry["hours"], default),
        status=entry["status"],
        source=str(entry["source"]),
        note=str(entry.get("note") or ""),
        only_for=tuple(entry.get("only_for") or ()),
    )


def _check_entry(path: Path, label: str, entry: dict[str, Any]) -> None:
    tiers = [tier for tier in TIERS if tier != "outside"]
    if entry["tier"] not in tiers:
        raise BadData(
            f"tier {entry['tier']!r}", path=path, entry=label, remedy=f"one of {', '.join(tiers)}"
        )
    if entry["tier"] != PROVINCIAL and entry["prefecture"] not in PREFECTURES:
        raise BadData(
            f"unknown prefecture {entry['prefecture']!r}",
            path=path,
            entry=label,
            remedy="write its full name, such as 岳阳市",
        )
    if entry["status"] not in {"verified", "unverified"}:
        raise BadData(
            f"status {entry['status']!r}", path=path, entry=label, remedy="verified or unverified"
        )
    if not isinstance(entry["phones"] or [], list):
        raise BadData("phones is not a list", path=path, entry=label, remedy="write phones: []")


def _hours(path: Path, label: str, value: object, default: Hours | None) -> Hours:
    if value == "default" and default:
        return default
    if isinstance(value, dict) and value.get("text"):
        return Hours(
            str(value["text"]), str(value.get("status", "unverified")), str(value.get("source", ""))
        )
    raise BadData("hours have no text", path=path, entry=label, remedy="write hours: default")


def _check_whole(path: Path, centers: tuple[Center, ...]) -> None:
    ids = [center.id for center in centers]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice:
        raise BadData("id used twice", path=path, entry=twice, remedy="give one of them another id")
    if sum(center.tier == PROVINCIAL for center in centers) != 1:
        raise BadData("not exactly one provincial unit", path=path, remedy="keep one")
    served = {center.prefecture for center in centers if not center.only_for}
    for prefecture in PREFECTURES:
        if prefecture not in served:
            raise BadData(f"no unit for {prefecture}", path=path, remedy="add one")

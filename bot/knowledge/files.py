"""Reading the knowledge files: entries with their lines, laws, synonyms; wrong files are named."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BadData
from bot.knowledge.entry import Entry, from_data
from bot.knowledge.features import Concepts, Words, concepts
from bot.words import tokenizer

MAX_BYTES = 2 * 1024 * 1024
REASONS = frozenset({"own_case", "other_office", "no_entry"})


@dataclass(frozen=True)
class Law:
    """A law and the days between which it holds."""

    id: str
    name: str
    in_force_from: date | None
    in_force_until: date | None
    replaced_by: str | None


def load_yaml(path: Path) -> tuple[Any, Any]:
    """A file's data, and its node tree for line numbers.

    Raises:
        BadData: not there, too large, not UTF-8, or not YAML.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadData("larger than 2 MB", path=path, remedy="split it by topic")
        return _parsed(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadData(f"cannot be read: {type(error).__name__}", path=path) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise BadData("not YAML", path=path, line=line, remedy="mind the indentation") from None


def _parsed(text: str) -> tuple[Any, Any]:
    # libyaml, where PyYAML was built with it, reads ten times faster.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        node = loader.get_single_node()
        return (None if node is None else loader.construct_document(node)), node
    finally:
        loader.dispose()


@dataclass(frozen=True)
class Shelfful:
    """Everything that answers are made of."""

    entries: list[Entry]
    laws: dict[str, Law]
    words: Words
    strangers: list[tuple[str, str]]


def load_all(folder: Path) -> Shelfful:
    """Everything under `knowledge/` that answers are made of, checked.

    Raises:
        BadData: a file is wrong; names file, line, entry and remedy.
    """
    entries = load_entries(folder / "answers")
    laws = load_laws(folder / "laws.yml")
    check_links(entries, laws)
    strangers = load_strangers(folder / "not_answered.yml")
    return Shelfful(entries, laws, load_words(folder), strangers)


def load_words(folder: Path) -> Words:
    """How questions are read: synonyms, concepts, word cutting."""
    synonyms = load_synonyms(folder / "synonyms.yml")
    return Words(synonyms, load_concepts(folder / "concepts.yml"), tokenizer().cut)


def load_entries(folder: Path) -> list[Entry]:
    """All entries of all topics.

    Raises:
        BadData: a file or an entry is wrong, or an id stands twice.
    """
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.yml")):
        for entry in _load_topic(path):
            twin = entries.get(entry.id)
            if twin is not None:
                where = f"also in {twin.path.name if twin.path else '?'}"
                raise BadData(
                    "this id stands twice",
                    path=path,
                    line=entry.line,
                    entry=entry.id,
                    remedy=where,
                )
            entries[entry.id] = entry
    return list(entries.values())


def _load_topic(path: Path) -> list[Entry]:
    data, node = load_yaml(path)
    if not isinstance(data, dict) or not isinstance(data.get("entries"), list):
        raise BadData("no list under 'entries'", path=path, line=1, remedy="start with entries:")
    lines = _lines(node)
    topic = str(data.get("topic") or path.stem)
    return [
        from_data(item, topic=topic, path=path, line=lines[index] if index < len(lines) else None)
        for index, item in enumerate(data["entries"])
    ]


def _lines(node: Any) -> list[int]:
    for key, value in node.value:
        if key.value == "entries":
            return [item.start_mark.line + 1 for item in value.value]
    return []


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


def load_synonyms(path: Path) -> list[tuple[str, str]]:
    """Pairs of (what people say, what the entries say), the longest first."""
    if not path.exists():
        return []
    data, _ = load_yaml(path)
    pairs = [
        (str(spoken), str(word))
        for word, group in (data or {}).get("synonyms", {}).items()
        for spoken in group
    ]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def load_concepts(path: Path) -> Concepts:
    """Concepts and the wordings of each.

    Raises:
        BadData: not a mapping of lists, or a wording that is no expression.
    """
    if not path.exists():
        return Concepts()
    data, _ = load_yaml(path)
    given = (data or {}).get("concepts") or {}
    try:
        return concepts({str(n): [str(w) for w in several] for n, several in given.items()})
    except (re.error, TypeError, AttributeError) as error:
        raise BadData(f"concepts: {error}", path=path, remedy="write 'name: [words]'") from None


def load_strangers(path: Path) -> list[tuple[str, str]]:
    """(reason, question) of what must not be answered.

    Raises:
        BadData: not a mapping of known reasons to questions.
    """
    if not path.exists():
        return []
    data, _ = load_yaml(path)
    groups = (data or {}).get("not_answered")
    if not isinstance(groups, dict) or not set(groups) <= REASONS:
        reasons = ", ".join(sorted(REASONS))
        raise BadData("not questions by reason", path=path, remedy=f"reasons: {reasons}")
    return [(reason, str(question)) for reason, group in groups.items() for question in group]


def check_links(entries: list[Entry], laws: dict[str, Law]) -> None:
    """Entries that point at entries or laws which do not exist.

    Raises:
        BadData: names the first of them.
    """
    known = {entry.id for entry in entries}
    for entry in entries:
        targets = [*entry.related, *entry.follow_ups.values()]
        targets += [entry.replaced_by] if entry.replaced_by else []
        for target in targets:
            if target not in known:
                raise _bad(entry, f"points at '{target}', which does not exist", "fix the id")
        for law, _ in entry.legal_basis:
            if law not in laws:
                raise _bad(entry, f"cites '{law}', which is not in laws.yml", "add the law")


def _bad(entry: Entry, what: str, remedy: str) -> BadData:
    return BadData(what, path=entry.path, line=entry.line, entry=entry.id, remedy=remedy)

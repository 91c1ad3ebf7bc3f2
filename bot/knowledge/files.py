"""Reading the knowledge files: entries with their lines, words, links; wrong files are named."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import BadData
from bot.knowledge.entry import Entry, from_data
from bot.knowledge.features import Concepts, Words, concepts
from bot.knowledge.laws import Law, load_laws
from bot.knowledge.yaml_file import load_yaml
from bot.words import tokenizer

REASONS = frozenset({"own_case", "other_office", "no_entry"})


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

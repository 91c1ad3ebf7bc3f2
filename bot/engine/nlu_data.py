"""The training messages as files: what is wrong in them is named with file and line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BadData

_ANNOTATION = re.compile(r"[\[\]]")
_WELL_FORMED = re.compile(r"\[[^\[\]()]+\](\([a-z_]+\)|\{[^{}]+\})")


@dataclass(frozen=True)
class Example:
    """One training message and where it stands."""

    text: str
    intent: str
    path: Path
    line: int


def check_training_data(folder: Path, domain: Path) -> int:
    """How many messages there are, when all files are right.

    Raises:
        BadData: not YAML, unknown intent, empty message, broken annotation, the same message twice.
    """
    known = intents(domain)
    seen: dict[str, Example] = {}
    for example in read(folder):
        if example.intent not in known:
            raise _bad(example, f"unknown intent '{example.intent}'", "use one of domain.yml")
        if not example.text.strip():
            raise _bad(example, "an empty message", "write it or delete the line")
        if _ANNOTATION.search(_WELL_FORMED.sub("", example.text)):
            raise _bad(example, "a broken entity annotation", "write [words](entity)")
        twin = seen.get(example.text)
        if twin is not None:
            where = f"{twin.path.name}:{twin.line}"
            raise _bad(example, f"the same message as {where}", "delete one of them")
        seen[example.text] = example
    if not seen:
        raise BadData("there are no training messages", path=folder, remedy="add YAML files")
    return len(seen)


def read(folder: Path) -> Iterator[Example]:
    """All messages of all files, with the lines they stand on."""
    for path in sorted(folder.rglob("*.yml")):
        if "lexicon" not in path.parts:
            yield from _read_file(path)


def _read_file(path: Path) -> Iterator[Example]:
    text = path.read_text(encoding="utf-8")
    try:
        node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise BadData("not YAML", path=path, line=line, remedy="mind the indentation") from None
    if not isinstance(data, dict) or not isinstance(data.get("nlu"), list):
        raise BadData("no list under 'nlu'", path=path, line=1, remedy="start with nlu:")
    for index, block in enumerate(data["nlu"]):
        start = _examples_line(node, index)
        if not isinstance(block, dict) or not isinstance(block.get("examples"), str):
            raise BadData("a block without examples", path=path, line=start, remedy="add them")
        for offset, raw in enumerate(block["examples"].splitlines()):
            if not raw.strip():
                continue
            if not raw.lstrip().startswith("-"):
                where = start + 1 + offset
                raise BadData(
                    "a line without '- '", path=path, line=where, remedy="begin with '- '"
                )
            message = raw.lstrip()[1:].strip()
            yield Example(message, str(block.get("intent")), path, start + 1 + offset)


def _examples_line(node: Any, index: int) -> int:
    for key, value in node.value:
        if key.value == "nlu":
            for name, content in value.value[index].value:
                if name.value == "examples":
                    return int(content.start_mark.line) + 1
            return int(value.value[index].start_mark.line) + 1
    return 1


def intents(domain: Path) -> set[str]:
    """The intents that domain.yml names."""
    data = yaml.safe_load(domain.read_text(encoding="utf-8"))
    return {name if isinstance(name, str) else next(iter(name)) for name in data["intents"]}


def _bad(example: Example, what: str, remedy: str) -> BadData:
    return BadData(what, path=example.path, line=example.line, remedy=remedy)

"""A YAML file of the knowledge base: its data, and where in the file they stand."""

from pathlib import Path
from typing import Any

import yaml

from bot.errors import BadData

MAX_BYTES = 2 * 1024 * 1024


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

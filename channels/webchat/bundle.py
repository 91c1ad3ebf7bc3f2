"""The widget as one file: its parts put together at start, with a tag that changes when they do.

No build step: the parts are plain scripts that share one scope, in the order in which they build on
each other. The styles go along as data, so that a page's content policy has nothing to forbid.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).parent / "static"
PARTS = STATIC / "widget"
SCRIPTS = (
    "words",
    "words_en",
    "settings",
    "dom",
    "api",
    "outgoing",
    "incoming",
    "standing",
    "speech",
    "bubbles",
    "cards",
    "stars",
    "lines",
    "wiring",
    "composer",
    "files",
    "bars",
    "menu",
    "copies",
    "panel",
    "start",
)
STYLES = ("base", "panel", "lines", "menu")


@dataclass(frozen=True)
class Asset:
    """A file as it is served: plain and packed, with its tag."""

    body: bytes
    media_type: str

    @property
    def packed(self) -> bytes:
        return gzip.compress(self.body, 9, mtime=0)

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


def styles() -> Asset:
    """`widget.css`: for browsers that cannot adopt a style sheet made by a script."""
    text = "".join(_read(f"{name}.css") for name in STYLES)
    return Asset(text.encode(), "text/css; charset=utf-8")


def script() -> Asset:
    """`widget.js`: everything the widget is, in a scope of its own; a second one does nothing."""
    css = styles()
    parts = "".join(_read(f"{name}.js") for name in SCRIPTS)
    facts = (
        f"const VERSION = {css.etag};\n"
        f"const STYLES = {json.dumps(css.body.decode(), ensure_ascii=False)};\n"
    )
    text = f'(() => {{\n"use strict";\nif (window.HotlineChat) return;\n{facts}{parts}}})();\n'
    return Asset(text.encode(), "text/javascript; charset=utf-8")


def style_of_pages(name: str) -> Asset:
    """The styles of a page around the widget."""
    return Asset((STATIC / name).read_bytes(), "text/css; charset=utf-8")


def _read(name: str) -> str:
    return (PARTS / name).read_text(encoding="utf-8")

"""Findings of the rules as spaCy spans. Spans are whole words, so each keeps its exact place."""

from spacy.tokens import Doc, Span

GROUP = "hotline"


def mark(doc: Doc, label: str, value: str, start: int, end: int) -> None:
    """Adds a span for `value`, found at characters [start, end)."""
    words = doc.char_span(start, end, label=label, alignment_mode="expand")
    if words is not None:
        span = Span(doc, words.start, words.end, label=label, span_id=f"{start}:{end}:{value}")
        doc.spans[GROUP] = [*doc.spans.get(GROUP, []), span]


def marked(doc: Doc) -> list[tuple[str, str, int, int]]:
    """(entity, value, start, end) of every span added, each once."""
    found = []
    for span in doc.spans.get(GROUP, []):
        start, end, value = span.id_.split(":", 2)
        found.append((str(span.label_), str(value), int(start), int(end)))
    return list(dict.fromkeys(found))

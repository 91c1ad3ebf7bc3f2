"""An index that reads on from the one before says what a fresh one says."""

from pathlib import Path

import pytest

from bot.knowledge import files
from bot.knowledge.features import Words
from bot.knowledge.library import Library
from bot.knowledge.retrieval import Index, Ranked
from tests.knowledge.cast import entry, folder

ASKED = ("商标续展要多少钱", "展会投诉找谁", "海关备案怎么弄", "长沙今天热不热")


def reading(root: Path, *subjects: str) -> files.Shelfful:
    entries = [entry(f"e{number}", subject) for number, subject in enumerate(subjects)]
    return files.load_all(folder(root, *entries))


def index(shelf: files.Shelfful, before: Index | None = None) -> Index:
    return Index(shelf.entries, shelf.words, [("no_entry", "今天天气怎么样")], before=before)


def said(asked: Index) -> list[tuple[list[str], list[float], float]]:
    def plain(ranked: Ranked) -> tuple[list[str], list[float], float]:
        ids = [candidate.entry_id for candidate in ranked.candidates]
        scores = [round(candidate.score, 3) for candidate in ranked.candidates]
        return ids, scores, round(ranked.nearer, 4)

    return [plain(asked.ask(question)) for question in ASKED]


@pytest.mark.parametrize(
    "now",
    [
        ("商标续展", "展会投诉", "海关备案"),
        ("商标续展",),
        ("商标转让", "展会投诉"),
        (),
    ],
)
def test_it_ranks_as_a_fresh_one_does(tmp_path: Path, now: tuple[str, ...]) -> None:
    before = index(reading(tmp_path, "商标续展", "展会投诉"))
    shelf = reading(tmp_path, *now)
    assert said(index(shelf, before)) == said(index(shelf))


def test_the_one_that_serves_meanwhile_does_not_change(tmp_path: Path) -> None:
    serving = index(reading(tmp_path, "商标续展", "展会投诉"))
    first = said(serving)
    index(reading(tmp_path, "海关备案", "植物新品种"), serving)
    assert said(serving) == first


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    shelf = reading(tmp_path, "商标续展", "展会投诉")
    read: list[str] = []

    def cut(text: str) -> list[str]:
        read.append(text)
        return list(shelf.words.cut(text))

    counted = files.Shelfful(
        shelf.entries, shelf.laws, Words(shelf.words.synonyms, shelf.words.concepts, cut), []
    )
    before = Library(counted)
    first = len(read)
    assert first == 20
    Library(counted, before=before)
    assert len(read) == first


def test_another_way_of_reading_reads_everything_again(tmp_path: Path) -> None:
    shelf = reading(tmp_path, "商标续展", "展会投诉")
    before = index(shelf)
    words = Words([("收费", "多少钱")], shelf.words.concepts, shelf.words.cut)
    fresh = Index(shelf.entries, words)
    assert said(Index(shelf.entries, words, before=before)) == said(fresh)

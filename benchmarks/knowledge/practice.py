"""Questions to practise on, written apart from the entries and from the exam."""

from pathlib import Path

from bot.knowledge import exam
from bot.knowledge.exam import Question

FILE = Path(__file__).with_name("practice.jsonl")


def questions() -> list[Question]:
    """The practice questions: with the entries that answer them, or none."""
    return exam.read(FILE)

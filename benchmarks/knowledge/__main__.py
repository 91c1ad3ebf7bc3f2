"""`python -m benchmarks.knowledge`: our search beside BM25 and TF-IDF, and its speed."""

import json
import os
import platform
import subprocess
import sys
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.figures import milliseconds, table
from benchmarks.knowledge import accuracy, rivals
from benchmarks.knowledge.accuracy import Figures
from bot import settings
from bot.knowledge import exam
from bot.knowledge.library import Library

RESULT = Path(__file__).resolve().parent.parent / "knowledge.md"
TODAY = date(2026, 11, 24)
FEW, MANY = 200, 10_000
PAGE = """# The answers found: ours beside BM25 and TF-IDF, and how fast

Made by `python -m benchmarks.knowledge`. The exam is tests/knowledge/questions.jsonl ({known}
questions with the entries that answer them, {others} that must not be answered), on {today};
only figures of it are printed. Both rivals search the same texts (every way of asking, title,
answer) of the entries that hold on that day, cut by the same jieba with the same lexicon; an
entry counts as its best text. Ours answers by the thresholds of bot/knowledge/confidence.py,
which were fitted without the exam. Each rival gets the threshold that is best for it on the exam
itself: the lowest at which at most 2 % are told wrong, so that it answers as much as it may.

{accuracy}

Speed, one thread, {machine}. The machine was shared: the best of three builds; in brackets the
processor's own time. 260 are the real entries with 37 ways of asking each, the others invented
ones with nine. "One edited" is the index after a publication: it reads only what has changed.

{speed}
"""


def main() -> None:
    """Measure, print, and write benchmarks/knowledge.md."""
    folder = settings.load().knowledge_dir
    library = Library.load(folder)
    questions = exam.questions_beside(folder)
    held = [entry for entry in library.entries.values() if entry.valid(TODAY)]
    found = {
        "ours": accuracy.ours(library, questions, TODAY),
        "BM25 (bm25s, jieba)": accuracy.rival(rivals.bm25(held), questions),
        "TF-IDF cosine (jieba)": accuracy.rival(rivals.tf_idf(held), questions),
    }
    known = sum(bool(question.entries) for question in questions)
    page = PAGE.format(
        known=known,
        others=len(questions) - known,
        today=TODAY,
        accuracy=_accuracy(found),
        machine=f"Python {platform.python_version()}, {os.cpu_count()} cores",
        speed=_speed([_measured(FEW), _measured(0), _measured(MANY)]),
    )
    print(page)
    RESULT.write_text(page, encoding="utf-8")


def _accuracy(found: dict[str, Figures]) -> str:
    head = ["", "right first", "in first three", "not answered", "told wrong", "told right"]
    rows = [[name, *(f"{value:.4f}" for value in astuple(one))] for name, one in found.items()]
    goals = ["goal", "≥ 0.93", "≥ 0.98", "≥ 0.95", "≤ 0.02", ""]
    return table(head, [*rows, goals])


def _measured(count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.knowledge.speed", str(count)]
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def _speed(measured: list[dict[str, Any]]) -> str:
    head = ["entries", "texts", "built (CPU)", "one edited (CPU)", "memory"]
    head += ["asked, p50 (CPU)", "p99 (CPU)"]
    rows = [
        [
            str(one["entries"]),
            str(one["texts"]),
            f"{one['built']:.1f} s ({one['built_cpu']:.1f} s)",
            f"{one['again']:.1f} s ({one['again_cpu']:.1f} s)",
            f"{one['memory']:.0f} MB",
            *(
                f"{milliseconds(one[name])} ({milliseconds(one[name + '_cpu'])})"
                for name in ("p50", "p99")
            ),
        ]
        for one in measured
    ]
    goals = ["goal", "", "≤ 2 s; ≤ 2 s; ≤ 30 s", "≤ 2 s", "told", "≤ 3 ms; ≤ 3 ms; ≤ 6 ms", ""]
    return table(head, [*rows, goals])


if __name__ == "__main__":
    main()

"""`python -m benchmarks.nlu [--stock]`: intents read by ours, by other models and by stock Rasa.

The same training messages, the same held-out messages, the same run; writes benchmarks/nlu.md.
Stock Rasa trains long, so both are also trained on one sample; without `--stock` those rows are
kept from the last run.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import StratifiedKFold

from benchmarks.figures import table
from benchmarks.nlu.models import CANDIDATES, Candidate, Chances, ours
from bot import settings as settings_module
from bot.engine import nlu_data
from bot.engine.exam import figures, held_out

ROOT = Path(__file__).resolve().parent.parent.parent
RESULT = ROOT / "benchmarks" / "nlu.md"
KEPT = ROOT / "benchmarks" / "nlu" / "stock.json"
FOLDS = 5
SAMPLE, EPOCHS = 2000, 40
STOCK = f"stock Rasa 3.6.21, jieba, DIET: {EPOCHS} epochs on {SAMPLE} messages"


def main() -> None:
    """Measure, print, write the table."""
    root = settings_module.load().root
    training = list(nlu_data.read(root / "nlu_data"))
    path = root / "tests" / "nlu" / "heldout.jsonl"
    exam = held_out.load(path, nlu_data.intents(root / "domain.yml"))
    texts, labels = [e.text for e in training], [e.intent for e in training]
    rows = [_row(candidate, texts, labels, exam) for candidate in CANDIDATES]
    rows = [*_beside_stock(texts, labels, exam), *rows]
    measured = ["accuracy", "three apart", "macro-F1", "wrong, sure", "ECE", "5-fold", "training"]
    shown = table(["model", *measured], rows)
    print(shown)
    RESULT.write_text(_page(shown, len(training), len(exam)), encoding="utf-8")


def _row(
    candidate: Candidate, texts: Sequence[str], labels: Sequence[str], exam: list[held_out.Item]
) -> list[str]:
    print(candidate.name, file=sys.stderr)
    started = time.perf_counter()
    chances = candidate.fit(texts, labels)
    took = time.perf_counter() - started
    folds = f"{_folds(candidate, texts, labels):.4f}"
    return [candidate.name, *_figures(_readings(chances, exam)), folds, f"{took:.0f} s"]


def _readings(chances: Chances, exam: list[held_out.Item]) -> list[figures.Reading]:
    found, names = chances([item.text for item in exam])
    return [
        (item.intent, str(names[row.argmax()]), float(row.max()))
        for item, row in zip(exam, found, strict=True)
    ]


def _folds(candidate: Candidate, texts: Sequence[str], labels: Sequence[str]) -> float:
    right = 0
    gold = np.array(labels)
    for known, unseen in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(texts, gold):
        chances = candidate.fit([texts[i] for i in known], list(gold[known]))
        found, names = chances([texts[i] for i in unseen])
        right += int((np.array(names)[found.argmax(axis=1)] == gold[unseen]).sum())
    return right / len(gold)


def _figures(readings: list[figures.Reading]) -> list[str]:
    found = figures.intents(readings)
    names = ("accuracy", "three_way", "macro_f1", "wrong_though_sure", "ece")
    return [f"{found[name]:.4f}" for name in names]


def _beside_stock(
    texts: Sequence[str], labels: Sequence[str], exam: list[held_out.Item]
) -> list[list[str]]:
    """Stock Rasa and ours on the same sample: on all messages DIET trains for a day here."""
    if "--stock" in sys.argv:
        chosen = np.random.default_rng(0).permutation(len(texts))[:SAMPLE]
        sample = [[texts[i], labels[i]] for i in chosen]
        stock = _run_stock(sample, [item.text for item in exam])
        rows = [_stock_row(stock, exam), _sample_row(sample, exam)]
        KEPT.write_text(json.dumps(rows, ensure_ascii=False) + "\n", encoding="utf-8")
    if not KEPT.exists():
        return [[STOCK, *["did not run"] * 7]]
    rows = json.loads(KEPT.read_text(encoding="utf-8"))
    return rows


def _sample_row(sample: list[list[str]], exam: list[held_out.Item]) -> list[str]:
    started = time.perf_counter()
    chances = ours([text for text, _ in sample], [label for _, label in sample])
    took = time.perf_counter() - started
    found = _figures(_readings(chances, exam))
    return [f"ours, on the same {len(sample)} messages", *found, "-", f"{took:.0f} s"]


def _stock_row(told: dict[str, Any], exam: list[held_out.Item]) -> list[str]:
    readings = [
        (item.intent, str(name), float(confidence))
        for item, (name, confidence) in zip(exam, told["readings"], strict=True)
    ]
    return [STOCK, *_figures(readings), "-", f"{told['trained'] / 60:.0f} min"]


def _run_stock(sample: list[list[str]], texts: list[str]) -> dict[str, Any]:
    env = {**os.environ, "UV_PROJECT_ENVIRONMENT": os.environ.get("STOCK_VENV", ".venv-stock")}
    env.pop("VIRTUAL_ENV", None)
    command = ["uv", "run", "--quiet", "--frozen", "--group", "stock", "python"]
    done = subprocess.run(
        [*command, "benchmarks/nlu/stock.py"],
        input=json.dumps({"training": sample, "texts": texts, "epochs": EPOCHS}),
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def _page(shown: str, training: int, exam: int) -> str:
    return (
        "# Reading intents: ours beside other models and stock Rasa\n\n"
        "Made by `python -m benchmarks.nlu --stock` on "
        f"{training} training and {exam} held-out messages.\n"
        "5-fold: accuracy by cross-validation on the training messages, which differ from one\n"
        "another more than what people send. docs/nlu.md says what each figure means.\n\n"
        f"{shown}\n"
    )


if __name__ == "__main__":
    main()

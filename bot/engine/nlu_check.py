"""`hotline check nlu`: the training messages are sound, and how well the model reads new ones.

Figures are measured on tests/nlu/heldout.jsonl, which nobody trains on.
"""

import json
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from bot.engine import nlu_data
from bot.engine.reading import Reader
from bot.errors import BadData
from bot.settings import Settings
from bot.text import normalize

# CI holds these floors; they only ever rise. docs/nlu.md tells how each figure is reckoned.
FLOORS: dict[str, float] = {"three_way": 0.0, "accuracy": 0.0, "macro_f1": 0.0}
CEILINGS: dict[str, float] = {}
THREE = ("request_assistance", "report_complaint", "ask_procedure")


def run(settings: Settings) -> int:
    """Check, measure, print; 1 when a floor is not held."""
    root = settings.root
    count = nlu_data.check_training_data(root / "nlu_data", root / "domain.yml")
    print(f"{count} training messages")
    path = root / "tests" / "nlu" / "heldout.jsonl"
    if not path.exists():
        return 0
    held_out = load(path)
    leaks = leaked(held_out, [e.text for e in nlu_data.read(root / "nlu_data")])
    for leak in leaks[:10]:
        print(f"also in the training data: {leak}")
    figures = measure(Reader(settings), held_out)
    for name, value in figures.items():
        print(f"{name}: {value:.4f}")
    low = [name for name, floor in FLOORS.items() if figures[name] < floor]
    high = [name for name, ceiling in CEILINGS.items() if figures[name] > ceiling]
    return 1 if leaks or low or high else 0


def load(path: Path) -> list[dict[str, Any]]:
    """The held-out messages.

    Raises:
        BadData: a line is not what it should be.
    """
    items = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            item = json.loads(line)
            items.append({"text": item["text"], "intent": item["intent"], **item})
        except (ValueError, KeyError, TypeError):
            remedy = 'write {"text": …, "intent": …, "entities": […]}'
            raise BadData("not a message", path=path, line=number, remedy=remedy) from None
    return items


def leaked(held_out: list[dict[str, Any]], training: list[str]) -> list[str]:
    """Held-out messages that are nearly in the training data (the same but for punctuation)."""
    known = {_bare(text) for text in training}
    return [item["text"] for item in held_out if _bare(item["text"]) in known and _long(item)]


def _long(item: dict[str, Any]) -> bool:
    # 「你好」 and 「谢谢」 stand in both: nobody can say them otherwise.
    return len(_bare(item["text"])) > 6


def _bare(text: str) -> str:
    return "".join(char for char in normalize(text).lower() if char.isalnum())


def measure(reader: Reader, held_out: list[dict[str, Any]]) -> dict[str, float]:
    """Intents and entities, as the targets name them."""
    pairs, times, entities = [], [], _Entities()
    for item in held_out:
        started = time.perf_counter()
        read = reader.parse(item["text"])
        times.append(time.perf_counter() - started)
        pairs.append((item["intent"], read["intent"]["name"], read["intent"]["confidence"]))
        entities.add(item.get("entities") or [], read["entities"])
    times.sort()
    figures = intents(pairs)
    figures.update(entities.figures())
    figures["read_ms_p50"] = times[len(times) // 2] * 1000
    figures["read_ms_p99"] = times[int(len(times) * 0.99)] * 1000
    return figures


def intents(pairs: list[tuple[str, str, float]]) -> dict[str, float]:
    """Accuracy, macro-F1, the big three apart, and what confidence is worth."""
    right = [gold == read for gold, read, _ in pairs]
    three = [gold == read for gold, read, _ in pairs if gold in THREE]
    sure = [(gold, read) for gold, read, confidence in pairs if confidence >= 0.8]
    wrong_sure = sum(1 for gold, read in sure if gold != read)
    return {
        "accuracy": sum(right) / len(pairs),
        "three_way": sum(three) / max(len(three), 1),
        "macro_f1": _macro_f1([(gold, read) for gold, read, _ in pairs]),
        "wrong_though_sure": wrong_sure / len(pairs),
        "ece": _ece(pairs),
        "out_of_scope_recall": _recall(pairs, "out_of_scope"),
        "false_referral": _false_referral(pairs),
    }


def _macro_f1(pairs: list[tuple[str, str]]) -> float:
    hit: Counter[str] = Counter(gold for gold, read in pairs if gold == read)
    golds, reads = Counter(g for g, _ in pairs), Counter(r for _, r in pairs)
    scores = [2 * hit[name] / (golds[name] + reads[name]) for name in golds]
    return sum(scores) / len(scores)


def _ece(pairs: list[tuple[str, str, float]], bins: int = 10) -> float:
    """Expected calibration error: how far confidence is from being right, by tenths."""
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for gold, read, confidence in pairs:
        groups[min(int(confidence * bins), bins - 1)].append((confidence, gold == read))
    return sum(
        abs(sum(c for c, _ in group) - sum(ok for _, ok in group)) / len(pairs)
        for group in groups.values()
    )


def _recall(pairs: list[tuple[str, str, float]], name: str) -> float:
    reads = [read == name for gold, read, _ in pairs if gold == name]
    return sum(reads) / max(len(reads), 1)


def _false_referral(pairs: list[tuple[str, str, float]]) -> float:
    real = [read == "out_of_scope" for gold, read, _ in pairs if gold in THREE]
    return sum(real) / max(len(real), 1)


class _Entities:
    """Exact agreement of the set of values of each kind, over messages where there are any."""

    GROUPS = {
        "places": ("prefecture", "county"),
        "right_and_platform": ("ip_type", "platform"),
        "identifiers": ("patent_no", "phone", "id_no", "credit_code", "ticket_no"),
    }

    def __init__(self) -> None:
        self._right: Counter[str] = Counter()
        self._all: Counter[str] = Counter()

    def add(self, gold: list[dict[str, str]], read: list[dict[str, Any]]) -> None:
        for group, kinds in self.GROUPS.items():
            for kind in kinds:
                wanted = {e["value"] for e in gold if e["entity"] == kind}
                found = {e["value"] for e in read if e["entity"] == kind}
                if wanted or found:
                    self._all[group] += 1
                    self._right[group] += wanted == found

    def figures(self) -> dict[str, float]:
        return {
            f"exact_{group}": self._right[group] / max(self._all[group], 1) for group in self.GROUPS
        }

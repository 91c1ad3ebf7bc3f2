"""What the figures on intents mean. Pure: (gold, read, confidence) in, figures out."""

from collections import Counter, defaultdict
from collections.abc import Sequence

Reading = tuple[str, str, float]
THREE = ("request_assistance", "report_complaint", "ask_procedure")
SURE = 0.8


def intents(readings: Sequence[Reading]) -> dict[str, float]:
    """Accuracy, macro-F1, the big three apart, and what confidence is worth.

    `three_way` is the share of the big three's messages that were read as what they are;
    `wrong_though_sure` the share of all messages read wrong with a confidence of at least 0.8.
    """
    right = [gold == read for gold, read, _ in readings]
    three = [gold == read for gold, read, _ in readings if gold in THREE]
    wrong_sure = sum(gold != read and confidence >= SURE for gold, read, confidence in readings)
    return {
        "accuracy": sum(right) / len(readings),
        "three_way": sum(three) / max(len(three), 1),
        "macro_f1": macro_f1(readings),
        "wrong_though_sure": wrong_sure / len(readings),
        "ece": calibration_error(readings),
        "out_of_scope_recall": _recall(readings, "out_of_scope"),
        "false_referral": _false_referral(readings),
    }


def macro_f1(readings: Sequence[Reading]) -> float:
    """The mean over intents of F1."""
    hit: Counter[str] = Counter(gold for gold, read, _ in readings if gold == read)
    golds, reads = Counter(g for g, _, _ in readings), Counter(r for _, r, _ in readings)
    scores = [2 * hit[name] / (golds[name] + reads[name]) for name in golds]
    return sum(scores) / len(scores)


def calibration_error(readings: Sequence[Reading], bins: int = 10) -> float:
    """Expected calibration error: how far confidence is from being right, by tenths."""
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for gold, read, confidence in readings:
        groups[min(int(confidence * bins), bins - 1)].append((confidence, gold == read))
    return sum(
        abs(sum(c for c, _ in group) - sum(ok for _, ok in group)) / len(readings)
        for group in groups.values()
    )


def confusions(readings: Sequence[Reading]) -> list[tuple[str, str, int]]:
    """(gold, read, how often), the most frequent first."""
    wrong = Counter((gold, read) for gold, read, _ in readings if gold != read)
    return [(gold, read, count) for (gold, read), count in wrong.most_common()]


def _recall(readings: Sequence[Reading], name: str) -> float:
    reads = [read == name for gold, read, _ in readings if gold == name]
    return sum(reads) / max(len(reads), 1)


def _false_referral(readings: Sequence[Reading]) -> float:
    real = [read == "out_of_scope" for gold, read, _ in readings if gold in THREE]
    return sum(real) / max(len(real), 1)

"""`hotline check nlu`: the training messages are sound, and how well the model reads new ones.

Figures are measured on tests/nlu/heldout.jsonl, which nobody trains on. docs/nlu.md explains them.
"""

import time
from collections.abc import Iterator
from typing import Any

from bot.centers.regions import Gazetteer, places_with_roles
from bot.engine import nlu_data
from bot.engine.exam import figures, held_out, leaks, mutations
from bot.engine.exam.entities import Agreement
from bot.engine.reading import Reader
from bot.settings import Settings

# CI holds these floors and ceilings; they only ever tighten.
FLOORS: dict[str, float] = {
    "accuracy": 0.955,
    "three_way": 0.965,
    "macro_f1": 0.94,
    "out_of_scope_recall": 0.88,
    "exact_places": 0.973,
    "exact_outside": 0.975,
    "exact_roles": 0.9,
    "exact_right_and_platform": 0.95,
    "exact_identifiers": 0.97,
    "accuracy_homophones": 0.934,
    "accuracy_dialect": 0.945,
    "accuracy_no_punctuation": 0.95,
    "accuracy_traditional": 0.95,
    "accuracy_full_width": 0.95,
}
CEILINGS: dict[str, float] = {"wrong_though_sure": 0.02, "ece": 0.03, "false_referral": 0.01}
SHOWN = 10


def run(settings: Settings, *, show_wrong: bool = False) -> int:
    """Check, measure, print; 1 when a message leaks or a floor is not held.

    Raises:
        BadData: a training or held-out file is wrong; names file and line.
    """
    root = settings.root
    count = nlu_data.check_training_data(root / "nlu_data", root / "domain.yml")
    print(f"{count} training messages")
    path = root / "tests" / "nlu" / "heldout.jsonl"
    gazetteer = Gazetteer.load(settings.knowledge_dir)
    items = held_out.load(path, nlu_data.intents(root / "domain.yml"))
    held_out.check_values(items, path, gazetteer)
    print(f"{len(items)} held-out messages")
    twins = list(duplicates(list(nlu_data.read(root / "nlu_data")), items))
    for twin in twins[:SHOWN]:
        print(twin)
    wrong: list[str] = []
    measured = measure(Reader(settings), items, gazetteer, wrong)
    for line in wrong if show_wrong else ():
        print(line)
    for name, value in measured.items():
        print(f"{name}: {value:.4f}")
    return 1 if twins or not held(measured) else 0


def held(measured: dict[str, float]) -> bool:
    """Whether every floor and ceiling is held; says which is not."""
    low = [n for n, floor in FLOORS.items() if measured[n] < floor]
    high = [n for n, ceiling in CEILINGS.items() if measured[n] > ceiling]
    for name in low + high:
        print(f"not held: {name}")
    return not low and not high


def duplicates(training: list[nlu_data.Example], items: list[held_out.Item]) -> Iterator[str]:
    """Near-duplicates between training and exam, and between two intents of the training."""
    texts = [e.text for e in training] + [item.text for item in items]
    groups = [e.intent for e in training] + ["held-out"] * len(items)
    for first, second in leaks.near_duplicates(texts, groups):
        one = training[first]
        where = f"{one.path.name}:{one.line}"
        if second < len(training):
            other = training[second]
            yield f"nearly the same under two intents: {where} ~ {other.path.name}:{other.line}"
        else:
            line = items[second - len(training)].line
            yield f"nearly the same in training and exam: {where} ~ heldout.jsonl:{line}"


def measure(
    reader: Reader, items: list[held_out.Item], gazetteer: Gazetteer, wrong: list[str]
) -> dict[str, float]:
    """Intents, entities, roles, mutations and time, as the targets name them.

    What was read wrong is added to `wrong`, a line each. Time is that of the processor: a busy
    machine does not make reading slower.
    """
    readings, times, agreement = [], [], Agreement()
    for item in items:
        started = time.thread_time()
        read = reader.parse(item.text)
        times.append(time.thread_time() - started)
        readings.append((item.intent, *_intent(read)))
        found = [(e["entity"], e["value"]) for e in read["entities"]]
        kinds = agreement.add(item.entities, found)
        wrong += _told(item, readings[-1], kinds, found)
    times.sort()
    return {
        **figures.intents(readings),
        **agreement.figures(),
        "exact_roles": roles(items, gazetteer),
        **mutated(reader, items),
        "read_ms_p50": times[len(times) // 2] * 1000,
        "read_ms_p99": times[int(len(times) * 0.99)] * 1000,
    }


def _told(
    item: held_out.Item,
    reading: figures.Reading,
    kinds: list[str],
    found: list[tuple[str, str]],
) -> Iterator[str]:
    gold, read, confidence = reading
    if gold != read:
        yield f"{gold} read as {read} ({confidence:.2f}): {item.text}"
    for kind in kinds:
        wanted = sorted(value for entity, value in item.entities if entity == kind)
        got = sorted({value for entity, value in found if entity == kind})
        yield f"{kind} {wanted} read as {got}: {item.text}"


def mutated(reader: Reader, items: list[held_out.Item]) -> dict[str, float]:
    """Accuracy on the same messages after each mutation."""
    found = {}
    for name, mutate in mutations.ALL.items():
        right = [_intent(reader.parse(mutate(i.text)))[0] == i.intent for i in items]
        found[f"accuracy_{name}"] = sum(right) / len(right)
    return found


def roles(items: list[held_out.Item], gazetteer: Gazetteer) -> float:
    """Whose place is whose: exact, over messages where the exam says so."""
    right = []
    for item in items:
        if item.roles is not None:
            read = places_with_roles(item.text, gazetteer)
            named = [r and (r.prefecture or r.outside) for r in read]
            right.append(named == [item.roles.get("applicant"), item.roles.get("infringement")])
    return sum(right) / max(len(right), 1)


def _intent(read: dict[str, Any]) -> tuple[str, float]:
    return str(read["intent"]["name"]), float(read["intent"]["confidence"])

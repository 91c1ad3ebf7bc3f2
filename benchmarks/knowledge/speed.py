"""`python -m benchmarks.knowledge.speed COUNT`: build, ask, publish, memory; prints JSON.

In a process of its own for each size, so that memory is that of one index. COUNT 0 takes the
real entries; any other so many invented ones, each asked about in nine ways.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from benchmarks.figures import percentile
from benchmarks.knowledge import practice
from bot import settings
from bot.knowledge import files
from bot.knowledge.entry import Entry
from bot.knowledge.retrieval import Index
from bot.words import tokenizer

ASKED = 400
BUILDS = 3
WAYS = (
    "{a}{b}怎么办", "{b}的{a}找哪个部门", "办{a}{b}要多少钱", "{a}和{b}多久有结果",
    "{c}里的{a}{b}要什么材料", "谁可以申请{a}{b}", "{a}{c}被别人{b}了怎么处理",
    "想问问{b}{c}归谁管", "{a}{b}{c}有没有时间限制",
)  # fmt: skip


def main(count: int) -> None:
    """Measure and print."""
    folder = settings.load().knowledge_dir
    shelf = files.load_all(folder)
    shelf.words.features("先读一遍词典")
    entries = _invented(count) if count else shelf.entries
    before = _megabytes()
    index = Index(entries, shelf.words, shelf.strangers)
    memory = _megabytes() - before
    # The best of three: what the others take longer, the machine spent on something else.
    built, built_cpu = min(
        _seconds(lambda: Index(entries, shelf.words, shelf.strangers)) for _ in range(BUILDS)
    )
    questions = [question.text for question in practice.questions()]
    questions += [entry.questions[-1] for entry in random.Random(2).sample(entries, 100)]
    for question in questions[:20]:
        index.ask(question, top=8)
    walls, spans = zip(
        *(_seconds(partial(index.ask, text, top=8)) for text in questions[:ASKED]), strict=True
    )
    edited = [replace(entries[0], answer="改过的答案，请找受理单位。"), *entries[1:]]
    again, again_cpu = min(
        _seconds(lambda: Index(edited, shelf.words, shelf.strangers, before=index))
        for _ in range(BUILDS)
    )
    texts = sum(len(entry.questions) + 2 for entry in entries)
    result = {"entries": len(entries), "texts": texts, "built": built, "built_cpu": built_cpu}
    result |= {"again": again, "again_cpu": again_cpu, "memory": memory}
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        result[name] = percentile(walls, share)
        result[name + "_cpu"] = percentile(spans, share)
    print(json.dumps(result))


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that some work takes: by the clock, and of the processor."""
    began, spent = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - spent


def _invented(count: int) -> Sequence[Entry]:
    """Entries about three everyday words each, the same in every run."""
    chance = random.Random(1)
    words = sorted(w for w, n in tokenizer().FREQ.items() if n > 300 and len(w) == 2)
    return [_entry(number, *chance.sample(words, 3)) for number in range(count)]


def _entry(number: int, a: str, b: str, c: str) -> Entry:
    asked = tuple(way.format(a=a, b=b, c=c) for way in WAYS)
    told = f"{a}的事请找{b}部门，{c}请先留好。具体以受理单位答复为准。"
    return Entry(f"e{number}", f"{a}{b}与{c}", asked, told, ("测试资料",), "confirmed")


def _megabytes() -> float:
    """The memory of this process now."""
    import psutil

    return float(psutil.Process().memory_info().rss) / 2**20


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Questions that lean on what was just answered: 「那要多少钱」「多久能下来」. Pure."""

from collections.abc import Iterable, Mapping

from bot.knowledge.entry import Entry

# Concepts (concepts.yml) that say what about a matter is asked, not which matter.
ASPECTS = frozenset("时间 费用 材料 地点 谁管 电话 资格 结果 频次 申请 保护期 跨区".split())
# Characters that a follow-up question may have beside the word that makes it one.
ALONE = 4
# A bare question has no more characters than this.
BARE = 6


def named(entry: Entry, plain: str) -> str | None:
    """The entry that `entry` names for such a follow-up; 「那要多久」 names nothing else."""
    for words, to in entry.follow_ups.items():
        # 「举报多久有结果」 is a question of its own.
        if words in plain and len(plain) - len(words) <= ALONE:
            return to
    return None


def is_bare(plain: str, features: Iterable[str]) -> bool:
    """Whether a tidied question names no matter of its own."""
    concepts = {feature[2:] for feature in features if feature.startswith("k:")}
    return 0 < len(plain.lstrip("那这")) <= BARE and concepts <= ASPECTS


def near(one: Entry, other: Entry) -> bool:
    """Whether two entries are about the same matter: a topic, a family of ids, a link."""
    families = {entry.id.partition("-")[0] for entry in (one, other)}
    links = {*one.related, *one.follow_ups.values()}
    return one.topic == other.topic or len(families) == 1 or other.id in links


def covers(covered: Mapping[str, float]) -> bool:
    """Whether an entry speaks of all that a bare question asks about."""
    return covered["k"] == 1.0 and covered["c"] >= 0.9 and covered["p"] >= 0.5

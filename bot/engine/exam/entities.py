"""Exact agreement of the values of each kind of entity. Pure."""

from collections import Counter
from collections.abc import Iterable

GROUPS = {
    "places": ("prefecture", "county"),
    "outside": ("outside",),
    "right_and_platform": ("ip_type", "platform"),
    "identifiers": ("patent_no", "phone", "id_no", "credit_code", "ticket_no"),
    "spoken": ("date", "amount", "org", "person"),
}
Values = Iterable[tuple[str, str]]


class Agreement:
    """Counts, over messages where a kind is marked or found, how often the sets of values agree."""

    def __init__(self) -> None:
        self._right: Counter[str] = Counter()
        self._all: Counter[str] = Counter()

    def add(self, gold: Values, read: Values) -> list[str]:
        """Count one message; the kinds in which it was not read exactly."""
        gold, read, wrong = set(gold), set(read), []
        for group, kinds in GROUPS.items():
            for kind in kinds:
                wanted = {value for entity, value in gold if entity == kind}
                found = {value for entity, value in read if entity == kind}
                if wanted or found:
                    self._all[group] += 1
                    self._right[group] += wanted == found
                    wrong += [kind] if wanted != found else []
        return wrong

    def figures(self) -> dict[str, float]:
        """Share of exact agreement by group of kinds."""
        return {f"exact_{group}": self._right[group] / max(self._all[group], 1) for group in GROUPS}

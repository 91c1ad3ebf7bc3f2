"""The clusters of unanswered questions, reckoned anew only when the questions change."""

import threading

from sqlalchemy.orm import Session

from bot.knowledge import gaps
from bot.knowledge.gaps import Cluster, Features


class Clusters:
    """The last clusters of a process, and what they were made from."""

    def __init__(self) -> None:
        self._mark: tuple[int, int] = (-1, -1)
        self._found: list[Cluster] = []
        self._lock = threading.Lock()

    def of(self, session: Session, features: Features) -> list[Cluster]:
        """The clusters of the questions that are open now, the most frequent first."""
        mark = gaps.mark(session)
        with self._lock:
            if mark != self._mark:
                self._found = gaps.clusters(gaps.open_questions(session), features)
                self._mark = mark
            return self._found

"""How many messages a minute are taken from one conversation and from one address."""

import math
import time
from collections import OrderedDict

from bot.front.problems import Problem
from bot.settings import RateLimit

REMEMBERED = 20_000
TOO_FAST = "您发得太快了，请 {seconds} 秒后再发。已经发出的消息都收到了。"


class Bucket:
    """A token bucket per key, forgetting the longest unused ones."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, now: float) -> float:
        """Take one; 0.0 when there was one, else the seconds until there is."""
        level, then = self._levels.pop(key, (float(self.per_minute), now))
        level = min(self.per_minute, level + (now - then) * self.per_minute / 60)
        wait = 0.0 if level >= 1 else (1 - level) * 60 / self.per_minute
        self._levels[key] = (level - 1 if wait == 0.0 else level, now)
        while len(self._levels) > REMEMBERED:
            self._levels.popitem(last=False)
        return wait


class Limits:
    """The limits of the settings, for messages and for new sessions."""

    def __init__(self, limit: RateLimit) -> None:
        self._conversation = _bucket(limit.per_conversation)
        self._address = _bucket(limit.per_address)

    def check(self, address: str, conversation_id: str | None = None) -> None:
        """Raise `Problem` 429 with Retry-After when a limit is reached."""
        now = time.monotonic()
        waits = [0.0]
        if self._address:
            waits.append(self._address.take(address, now))
        if self._conversation and conversation_id:
            waits.append(self._conversation.take(conversation_id, now))
        if max(waits) > 0:
            seconds = str(math.ceil(max(waits)))
            headers = {"Retry-After": seconds}
            raise Problem(429, "too_fast", TOO_FAST.format(seconds=seconds), headers)


def _bucket(per_minute: int | None) -> Bucket | None:
    return None if per_minute is None else Bucket(per_minute)

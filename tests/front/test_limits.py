"""Rate limits: one flood does not touch the others."""

import pytest

from bot.front.limits import Bucket, Limits
from bot.front.problems import Problem
from bot.settings import RateLimit


def test_a_bucket_fills_again_with_time() -> None:
    bucket = Bucket(60)
    assert all(bucket.take("a", 0.0) == 0.0 for _ in range(60))
    assert bucket.take("a", 0.0) > 0
    assert bucket.take("b", 0.0) == 0.0
    assert bucket.take("a", 1.01) == 0.0


def test_the_refusal_says_when_to_come_back() -> None:
    limits = Limits(RateLimit(2, 100))
    limits.check("1.1.1.1", "c")
    limits.check("1.1.1.1", "c")
    with pytest.raises(Problem) as refused:
        limits.check("1.1.1.1", "c")
    assert refused.value.status == 429
    assert int((refused.value.headers or {})["Retry-After"]) >= 1
    assert "秒" in refused.value.message


def test_off_means_off() -> None:
    limits = Limits(RateLimit(None, None))
    for _ in range(1000):
        limits.check("a", "b")

"""Figures for Prometheus (`/metrics`): of this front, of all engines, of what waits.

Engines have no port: what they have done comes with their signs of life (`bot/engine/tally.py`).
No label holds anything about a person.
"""

from collections import Counter as Counted
from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import clock, db
from bot.conversations import pulse
from bot.conversations.pulse import Living
from bot.conversations.records import Conversation, Inbound, Outbound

BOUNDS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 60.0)
CALL_BOUNDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 35)


class Figures:
    """What this front has seen, and the collector of what the database tells."""

    def __init__(self, factory: sessionmaker[Session]) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.registry.register(FromDatabase(factory))
        self.calls = Counter(
            "hotline_calls", "Calls answered.", ["room", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "hotline_call_seconds",
            "Time of a call; waiting ones excluded.",
            ["room"],
            buckets=CALL_BOUNDS,
            registry=self.registry,
        )


def router(figures: Figures) -> APIRouter:
    """The call that Prometheus makes. The proxy keeps it from the public (deploy/nginx.conf)."""
    api = APIRouter()

    @api.get("/metrics")
    async def metrics() -> Response:
        body = await run_in_threadpool(generate_latest, figures.registry)
        return Response(body, media_type=CONTENT_TYPE_LATEST)

    return api


class FromDatabase(Collector):
    """Asked at each call: engines, queue, deliveries; only `up` when it cannot be read."""

    def __init__(self, factory: sessionmaker[Session]) -> None:
        self._factory = factory

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("hotline_database_up", "Whether the database answers.")
        try:
            with db.reading(self._factory) as session:
                found = [*_engines(pulse.living(session)), *_waiting(session), *_fates(session)]
            up.add_metric([], 1)
        except SQLAlchemyError:
            found = []
            up.add_metric([], 0)
        yield up
        yield from found


def _engines(living: Sequence[Living]) -> Iterator[Metric]:
    alive = GaugeMetricFamily("hotline_engines", "Engines at work, by model.", labels=["model"])
    for model, count in sorted(Counted(one.model for one in living).items()):
        alive.add_metric([model], count)
    yield alive
    turns = CounterMetricFamily("hotline_turns", "Turns, by outcome.", labels=["engine", "outcome"])
    for one in living:
        for outcome, count in sorted(one.report.get("outcomes", {}).items()):
            turns.add_metric([_berth(one), outcome], count)
    yield turns
    yield _durations("hotline_turn_seconds", "Time of a turn, without the commit.", "turns", living)
    yield _durations("hotline_wait_seconds", "From a message to its turn.", "waits", living)


def _durations(name: str, what: str, key: str, living: Sequence[Living]) -> HistogramMetricFamily:
    family = HistogramMetricFamily(name, what, labels=["engine"])
    for one in living:
        told: dict[str, Any] = one.report.get(key) or {}
        buckets, total, sums = told.get("buckets") or [], 0, []
        for bound, count in zip([*map(str, BOUNDS), "+Inf"], buckets, strict=False):
            total += count
            sums.append((bound, total))
        if sums:
            family.add_metric([_berth(one)], sums, told.get("total", 0.0))
    return family


def _berth(one: Living) -> str:
    """The engine's place in its crew: an engine that was started anew goes on in its series."""
    return one.engine_id.rpartition(".")[0] or one.engine_id


def _waiting(session: Session) -> Iterator[Metric]:
    waits = Conversation.waiting_since.is_not(None)
    count, oldest = session.execute(
        select(func.count(), func.min(Conversation.waiting_since)).where(waits)
    ).one()
    queue = GaugeMetricFamily("hotline_waiting_conversations", "Conversations that wait.")
    queue.add_metric([], count)
    yield queue
    since = GaugeMetricFamily("hotline_waiting_seconds", "How long the longest of them waits.")
    since.add_metric([], max(0.0, (clock.now() - oldest).total_seconds()) if oldest else 0.0)
    yield since


def _fates(session: Session) -> Iterator[Metric]:
    dead = GaugeMetricFamily("hotline_given_up_messages", "Messages given up after three tries.")
    given_up = select(func.count()).where(Inbound.incident.is_not(None), Inbound.status == "dead")
    dead.add_metric([], session.scalar(given_up) or 0)
    yield dead
    out = GaugeMetricFamily(
        "hotline_undelivered_replies", "Replies on their way.", labels=["channel", "status"]
    )
    query = select(Outbound.channel, Outbound.status, func.count()).where(
        Outbound.status.in_(["waiting", "parked", "dead"])
    )
    for channel, status, count in session.execute(
        query.group_by(Outbound.channel, Outbound.status)
    ):
        out.add_metric([channel, status], count)
    yield out

"""Calling other programs: signed, one try after the other, ever later, and at last given up."""

import hashlib
import hmac
import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.tickets.webhook_records import Webhook, WebhookDelivery

log = logging.getLogger("hotline.webhooks")
AT_ONCE, SECONDS = 20, 5.0
LATER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
SIGNATURE = "X-Hotline-Signature"


@dataclass(frozen=True)
class Call:
    """One call to make."""

    delivery_id: int
    url: str
    secret: str
    body: dict[str, Any]


def signed(secret: str, body: bytes, at: datetime) -> str:
    """`t=<seconds>,v1=<hex>`: HMAC-SHA256 over `<seconds>.<body>`; old ones can be refused."""
    stamp = str(int(at.timestamp()))
    seal = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={seal}"


def take(session: Session, *, at: datetime) -> list[Call]:
    """Take calls that are due, in order."""
    query = (
        select(WebhookDelivery, Webhook)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(WebhookDelivery.status == "waiting", WebhookDelivery.next_at <= at, Webhook.active)
        .order_by(WebhookDelivery.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=WebhookDelivery)
    )
    calls = []
    for delivery, hook in session.execute(query):
        delivery.status = "sending"
        calls.append(Call(delivery.id, hook.url, hook.secret, delivery.body))
    return calls


def recover(session: Session) -> None:
    """After a crash: what was under way is sent again; its id tells a program that it knows it."""
    query = update(WebhookDelivery).where(WebhookDelivery.status == "sending")
    session.execute(query.values(status="waiting"))


def make_some(factory: sessionmaker[Session], *, at: datetime) -> int:
    """Make the calls that are due; how many were answered with success."""
    with factory.begin() as session:
        calls = take(session, at=at)
    answers: dict[int, int] = {}
    if calls:
        with httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False) as client:
            answers = {call.delivery_id: _make(client, call, at) for call in calls}
        with factory.begin() as session:
            for delivery_id, status in answers.items():
                _noted(session.get_one(WebhookDelivery, delivery_id), status, at)
    return sum(200 <= status < 300 for status in answers.values())


def _make(client: httpx.Client, call: Call, at: datetime) -> int:
    body = json.dumps(call.body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", SIGNATURE: signed(call.secret, body, at)}
    try:
        with client.stream("POST", call.url, content=body, headers=headers) as answer:
            return answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        log.error("webhook not reached delivery=%s kind=%s", call.delivery_id, type(error).__name__)
        return 0


def _noted(delivery: WebhookDelivery, status: int, at: datetime) -> None:
    delivery.answer = status or None
    delivery.tries += 1
    if 200 <= status < 300:
        delivery.status = "done"
    elif delivery.tries > len(LATER):
        delivery.status = "dead"
    else:
        delivery.status, delivery.next_at = "waiting", at + LATER[delivery.tries - 1]

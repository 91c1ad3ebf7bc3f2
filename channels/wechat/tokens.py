"""The access token: one for all processes, kept in the database, renewed by one of them at a time.

`stable_token` gives the same token to everybody until it ends. Only a token that the platform has
called invalid is renewed by force, and at most twice a minute: a wrong secret must not burn the
day's quota.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import clock, db
from bot.conversations.channel_records import PlatformToken
from bot.errors import Unreachable

log = logging.getLogger("hotline.wechat")
# Asks the platform for a token, by force or not; the token and its life in seconds.
Ask = Callable[[bool], Awaitable[tuple[str, float]]]
MARGIN = timedelta(seconds=60)
RENEWALS_A_MINUTE = 2
RIGHT_LASTS = timedelta(seconds=15)
WAIT_FOR_OTHERS = 5.0


class Tokens:
    """The token of one account."""

    def __init__(self, factory: sessionmaker[Session], name: str, ask: Ask) -> None:
        self._factory, self._name, self._ask = factory, name, ask
        self._lock = asyncio.Lock()
        self._renewed: deque[float] = deque(maxlen=RENEWALS_A_MINUTE)

    async def current(self) -> str:
        """A token that should work.

        Raises:
            Unreachable: the platform gives none now.
        """
        return await run_in_threadpool(self._stored, None) or await self.renew(None)

    async def renew(self, bad: str | None) -> str:
        """A token other than `bad`, which the platform has called invalid; asked for once.

        Raises:
            Unreachable: none is to be had, or it was renewed too often already.
        """
        async with self._lock:
            stored = await run_in_threadpool(self._stored, bad)
            if stored:
                return stored
            if not await run_in_threadpool(self._take_right):
                others = await self._wait_for_others(bad)
                if others:
                    return others
            return await self._renew_now(bad)

    async def _renew_now(self, bad: str | None) -> str:
        now = time.monotonic()
        if len(self._renewed) == RENEWALS_A_MINUTE and now - self._renewed[0] < 60:
            await run_in_threadpool(self._give_right_back)
            log.error("alert: WeChat refuses the access token, though renewed twice in a minute")
            raise Unreachable("WeChat", "the token was renewed twice within a minute")
        self._renewed.append(now)
        try:
            token, lasts = await self._ask(bad is not None)
        except BaseException:
            await run_in_threadpool(self._give_right_back)
            raise
        await run_in_threadpool(self._keep, token, lasts)
        return token

    async def _wait_for_others(self, bad: str | None) -> str | None:
        until = time.monotonic() + WAIT_FOR_OTHERS
        while time.monotonic() < until:
            await asyncio.sleep(0.1)
            stored = await run_in_threadpool(self._stored, bad)
            if stored:
                return stored
        return None

    def _stored(self, bad: str | None) -> str | None:
        with db.reading(self._factory) as session:
            row = session.get(PlatformToken, self._name)
        if row is None or not row.token or row.token == bad:
            return None
        fresh = row.expires_at is not None and row.expires_at - MARGIN > clock.now()
        return row.token if fresh else None

    def _take_right(self) -> bool:
        """The right to renew, unless another process has it."""
        at = clock.now()
        with self._factory.begin() as session:
            if session.get(PlatformToken, self._name) is None:
                session.merge(PlatformToken(name=self._name, token=""))
                session.flush()
            free = or_(PlatformToken.renewing_until.is_(None), PlatformToken.renewing_until < at)
            query = (
                update(PlatformToken)
                .where(PlatformToken.name == self._name, free)
                .values(renewing_until=at + RIGHT_LASTS)
            )
            return int(getattr(session.execute(query), "rowcount", 0)) == 1

    def _give_right_back(self) -> None:
        self._write(renewing_until=None)

    def _keep(self, token: str, lasts: float) -> None:
        ends: datetime = clock.now() + timedelta(seconds=lasts)
        self._write(token=token, expires_at=ends, renewing_until=None)

    def _write(self, **values: object) -> None:
        query = update(PlatformToken).where(PlatformToken.name == self._name).values(**values)
        with self._factory.begin() as session:
            session.execute(query)

"""Colleagues at their browsers, without a browser: what they open, what they send."""

import re
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import clock, db
from bot.staff import service, signing_in
from bot.staff.records import AuditEvent, StaffAccount
from bot.staff.signing_in import Opened

PASSWORD = "correct horse battery"


@dataclass
class Colleague:
    """A signed-in colleague."""

    client: httpx.AsyncClient
    name: str
    token: str
    csrf: str

    async def opens(self, path: str) -> httpx.Response:
        """Open a page."""
        return await self.client.get(f"/console{path}", headers=self._cookie())

    async def sends(
        self, path: str, *, file: tuple[str, bytes] | None = None, **fields: Any
    ) -> httpx.Response:
        """Send a form of one of our pages."""
        body = {"csrf": self.csrf, **fields}
        files = {"file": file} if file else None
        return await self.client.post(
            f"/console{path}", data=body, files=files, headers=self._cookie()
        )

    def renew(self, factory: sessionmaker[Session]) -> None:
        """Sign in again, hours later."""
        with factory.begin() as session:
            opened = signing_in.sign_in(session, self.name, PASSWORD, at=clock.now())
            assert isinstance(opened, Opened)
        self.token, self.csrf = opened.token, opened.csrf

    def _cookie(self) -> dict[str, str]:
        return {"Cookie": f"hotline_staff={self.token}"}


def hire(
    factory: sessionmaker[Session],
    client: httpx.AsyncClient,
    name: str,
    *grants: tuple[str, str],
) -> Colleague:
    """An account with these pairs of unit and role, signed in."""
    with factory.begin() as session:
        (unit, role), *more = grants
        account = service.add(
            session, name, unit=unit, role=role, password=PASSWORD, by="test", at=clock.now()
        )
        for unit, role in more:
            service.grant(session, account, unit=unit, role=role, by="test", at=clock.now())
    with factory.begin() as session:
        opened = signing_in.sign_in(session, name, PASSWORD, at=clock.now())
        assert isinstance(opened, Opened)
    return Colleague(client, name, opened.token, opened.csrf)


def refusals(factory: sessionmaker[Session]) -> list[tuple[str, str, str]]:
    """Who was refused what, and why, oldest first."""
    with db.reading(factory) as session:
        query = select(AuditEvent).where(AuditEvent.act == "console.refused")
        return [(e.by, e.about, e.detail["kind"]) for e in session.scalars(query)]


def account_of(factory: sessionmaker[Session], name: str) -> StaffAccount:
    """The account as it stands."""
    with db.reading(factory) as session:
        return service.named(session, name)


def text_of(page: httpx.Response) -> str:
    """What can be read on a page."""
    body = re.sub(r"(?s)<(script|style).*?</\1>", "", page.text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))

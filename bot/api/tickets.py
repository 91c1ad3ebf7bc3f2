"""The calls about tickets. Each reads or moves in one transaction, scoped by the key's unit."""

from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import clock, db
from bot.api.door import caller
from bot.api.models import Identity, MoveIn, Offer, Page, Problem, RevealIn, TicketOut, Unit
from bot.api.shown import shown
from bot.centers.directory import Directory
from bot.desk import offers, sight
from bot.desk.cases import Desk
from bot.errors import Refused
from bot.settings import Settings
from bot.staff.actor import Actor
from bot.tickets import consultations
from bot.tickets.papers import making
from bot.tickets.records import Ticket

MOST = 100
Number = Annotated[str, Path(max_length=20, description="The ticket's number, HN-XXXX-XXXXX.")]
_REFUSALS: dict[int | str, dict[str, object]] = {
    code: {"model": Problem} for code in (401, 403, 404, 409, 422)
}


def router(settings: Settings, factory: sessionmaker[Session]) -> APIRouter:
    """All calls."""
    api = APIRouter(responses=_REFUSALS)
    directory = Directory.load(settings.knowledge_dir / "centers.yml")

    @api.get("/units")
    def units(request: Request) -> list[Unit]:
        """All units, to transfer to."""
        with db.reading(factory) as session:
            caller(session, request)
        return [
            Unit(center_id=c.id, name=c.name, tier=c.tier, prefecture=c.prefecture)
            for c in directory.centers
        ]

    @api.get("/tickets")
    def list_tickets(
        request: Request,
        status: Annotated[str | None, Query(max_length=24)] = None,
        category: Annotated[str | None, Query(max_length=16)] = None,
        updated_after: Annotated[datetime | None, Query()] = None,
        before: Annotated[int | None, Query(ge=1)] = None,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    ) -> Page:
        """Tickets that your unit may see, newest first."""
        if updated_after is not None and updated_after.tzinfo is None:
            raise Refused("updated_after 要带时区，例如 2026-11-24T09:00:00+08:00。")
        equal = {"status": status, "category": category}
        with db.reading(factory) as session:
            actor = caller(session, request).actor
            query = select(Ticket).where(sight.tickets_seen_by(actor)).order_by(Ticket.id.desc())
            query = query.filter_by(**{name: v for name, v in equal.items() if v is not None})
            if updated_after is not None:
                query = query.where(Ticket.updated_at > updated_after)
            if before is not None:
                query = query.where(Ticket.id < before)
            found = list(session.scalars(query.limit(limit + 1)))
            page = found[:limit]
            following = page[-1].id if len(found) > limit else None
            return Page(tickets=shown(session, page), next=following)

    @api.get("/tickets/{number}")
    def one(request: Request, number: Number) -> TicketOut:
        """One ticket with its trail."""
        with db.reading(factory) as session:
            actor = caller(session, request).actor
            return shown(session, [sight.ticket(session, actor, number)])[0]

    @api.get("/tickets/{number}/moves")
    def moves(request: Request, number: Number) -> list[Offer]:
        """What your key may do with it now."""
        with db.reading(factory) as session:
            actor = caller(session, request).actor
            return _offers(session, actor, sight.ticket(session, actor, number))

    @api.post("/tickets/{number}/moves")
    def move(request: Request, number: Number, wanted: MoveIn) -> TicketOut:
        """Make a move; the ticket as it is afterwards."""
        with factory.begin() as session:
            actor = caller(session, request, act=True).actor
            desk = Desk(session, actor, directory, clock.now())
            ticket = desk.move(
                number, wanted.verb, version=wanted.version, why=wanted.why, **_safe(wanted.facts)
            )
            session.flush()
            return shown(session, [ticket])[0]

    @api.post("/tickets/{number}/reveal")
    def reveal(request: Request, number: Number, wanted: RevealIn) -> Identity:
        """Who filed it. The reason stays in the trail for everybody to see."""
        with factory.begin() as session:
            actor = caller(session, request, act=True).actor
            desk = Desk(session, actor, directory, clock.now())
            return Identity(**desk.reveal(number, wanted.why))

    @api.get("/tickets/{number}/papers/{kind}.{form}", response_class=Response)
    def paper(request: Request, number: Number, kind: str, form: str) -> Response:
        """A paper (`application`, `complaint`, `evidence`, `transfer`) as docx or pdf, masked."""
        with db.reading(factory) as session:
            actor = caller(session, request).actor
            ticket = sight.ticket(session, actor, number)
            made = making.make(
                session, ticket, kind, form, directory=directory, at=clock.now(), full=False
            )
        named = f"attachment; filename*=UTF-8''{quote(made.name)}"
        headers = {"Content-Disposition": named, "Cache-Control": "private, no-store"}
        return Response(made.data, media_type=made.media_type, headers=headers)

    return api


def _offers(session: Session, actor: Actor, ticket: Ticket) -> list[Offer]:
    known = consultations.current(session, ticket)
    found = offers.offers(actor, ticket, known.state if known else None)
    return [Offer(verb=o.verb, label=o.label, needs=list(o.needs)) for o in found]


def _safe(facts: dict[str, object]) -> dict[str, object]:
    """Facts without the names that the call itself has."""
    return {k: v for k, v in facts.items() if k not in {"number", "verb", "version", "why"}}

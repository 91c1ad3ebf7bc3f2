"""A person is given what is kept about them, is erased on request, and stays erased."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import db
from bot.conversations import contacts, files, inbox
from bot.conversations.channel_records import Contact, PlatformEvent, SeenCall
from bot.conversations.continuation_records import Continuation, WrongCode
from bot.conversations.inbox import Arrived
from bot.conversations.records import Conversation, Message, StoredFile
from bot.errors import NotFound, Refused
from bot.privacy import copies, erasure, reach, retention
from bot.staff.records import AuditEvent
from bot.tickets import service, trail
from bot.tickets.marks import somebody
from bot.tickets.records import Ticket, TicketEvent
from tests.front.conftest import PNG
from tests.tickets.cast import AT, Factory, opened

ORDER: dict[str, Any] = {"by": "管理员", "why": "本人申请", "at": AT}
OPENID = "oAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def _person(database: Factory, folder: Path, openid: str = OPENID, words: str = "我是李敏") -> str:
    """Somebody at WeChat with all that can be known of them."""
    with database.begin() as session:
        name = contacts.open_for(session, "wechat", openid, at=AT).conversation_id
        inbox.accept(session, name, Arrived("wechat", f"m:{openid}", words), at=AT)
        files.keep(session, PNG + openid.encode(), "李敏的照片.png", name, folder, AT)
        session.add(SeenCall(digest=openid[:20], external_id=f"m:{openid}", seen_at=AT))
        session.add(
            PlatformEvent(channel="wechat", conversation_id=name, kind="k", detail={}, at=AT)
        )
        session.add(
            Continuation(code_hash=openid, conversation_id=name, issued_at=AT, expires_at=AT)
        )
        session.add(WrongCode(conversation_id=name, at=AT))
        session.flush()
        session.get_one(Conversation, name).waiting_since = None
    return name


def _matter(database: Factory, name: str, *, over: bool = True) -> str:
    with database.begin() as session:
        ticket = opened(
            session, f"form-{name}", applicant_name="李敏", conversation_id=name,
            respondent="好再来", description="李敏说店里卖假酒",
        )  # fmt: skip
        if over:
            facts = {"by": "本人", "role": "person", "why": "李敏撤回", "at": AT}
            service.act(session, ticket, "withdraw", **facts)
        return ticket.number


def _rows(database: Factory, name: str) -> dict[str, int]:
    found = {}
    with db.reading(database) as session:
        for table, column in reach.columns(reach.TALK):
            count = select(func.count()).select_from(table).where(column == name)
            found[table.name] = found.get(table.name, 0) + (session.scalar(count) or 0)
    return {table: count for table, count in found.items() if count}


def test_a_talk_is_erased_wholly_and_the_others_stay(database: Factory, tmp_path: Path) -> None:
    name = _person(database, tmp_path)
    other = _person(database, tmp_path, "oBBBBBBBBBBBBBBBBBBBBBBBBBBB", "我是王强")
    before = _rows(database, other)
    with db.reading(database) as session:
        digests = dict(session.execute(select(StoredFile.conversation_id, StoredFile.sha256)).all())
    with database.begin() as session:
        erased = erasure.talk(session, name, **ORDER)
    assert erasure.remove_files(erased, tmp_path) == 1
    assert _rows(database, name) == {}
    assert _rows(database, other) == before
    with db.reading(database) as session:
        assert session.get(Conversation, name) is None
        assert [c.conversation_id for c in session.scalars(select(Contact))] == [other]
        assert session.scalar(select(func.count()).select_from(SeenCall)) == 1
        assert session.scalars(select(Message.text)).all() == ["我是王强"]
        assert "李敏" not in str([e.detail for e in session.scalars(select(AuditEvent))])
    assert not files.path_of(tmp_path, digests[name]).exists()
    assert files.path_of(tmp_path, digests[other]).exists()


def test_who_is_behind_a_matter_that_is_over_goes_and_the_trail_stays_whole(
    database: Factory, tmp_path: Path
) -> None:
    name = _person(database, tmp_path)
    number = _matter(database, name)
    with database.begin() as session:
        assert erasure.of_phone(session, "13873112345") == [number]
        erasure.talk(session, name, **ORDER)
    with database() as session:
        ticket = session.scalars(select(Ticket)).one()
        assert (ticket.applicant_name, ticket.phone, ticket.respondent) == (None, None, None)
        assert ticket.number == number
        assert ticket.conversation_id == "erased"
        assert not session.scalars(select(Ticket).where(somebody("13873112345"))).all()
        kept = [(e.verb, e.why, e.detail) for e in session.scalars(select(TicketEvent))]
        assert "李敏" not in str(kept)
        assert [verb for verb, _, _ in kept] == ["open", "withdraw"]
        assert trail.verify(session) == []


def test_words_taken_out_without_an_order_are_found(database: Factory, tmp_path: Path) -> None:
    name = _person(database, tmp_path)
    _matter(database, name)
    with database.begin() as session:
        events = TicketEvent.__table__
        change = events.update().values(detail={"erased": True, "to": "withdrawn"})
        session.connection().execute(change)
    with database() as session:
        assert [broken.why for broken in trail.verify(session)][:1] == ["it was changed"]


def test_a_matter_under_way_is_not_erased(database: Factory, tmp_path: Path) -> None:
    name = _person(database, tmp_path)
    _matter(database, name, over=False)
    with database.begin() as session, pytest.raises(Refused, match="办理中"):
        erasure.talk(session, name, **ORDER)
    assert _rows(database, name)["messages"] == 1


def test_erased_twice_is_erased_once(database: Factory, tmp_path: Path) -> None:
    name = _person(database, tmp_path)
    with database.begin() as session:
        erasure.talk(session, name, **ORDER)
    with database.begin() as session:
        assert +erasure.talk(session, name, **ORDER).rows == {}


def test_what_a_restore_brings_back_is_erased_again(database: Factory, tmp_path: Path) -> None:
    name = _person(database, tmp_path)
    number = _matter(database, "somebody else")
    orders = tmp_path / "kept" / "erasures.jsonl"
    erasure.keep_order(orders, {"at": "t", "by": "a", "why": "w", "talk": name})
    erasure.keep_order(orders, {"at": "t", "by": "a", "why": "w", "ticket": number})
    erasure.keep_order(orders, {"at": "t", "by": "a", "why": "w", "talk": "long gone"})
    with database.begin() as session:
        assert len(erasure.again(session, orders, at=AT)) == 2
    with database.begin() as session:
        assert erasure.again(session, orders, at=AT) == []
        assert session.scalars(select(Ticket.phone)).one() is None
    assert _rows(database, name) == {}


def test_the_copy_holds_all_of_one_person_and_nothing_of_another(
    database: Factory, tmp_path: Path
) -> None:
    name = _person(database, tmp_path)
    number = _matter(database, name)
    _person(database, tmp_path, "oBBBBBBBBBBBBBBBBBBBBBBBBBBB", "我是王强")
    with db.reading(database) as session:
        copy = copies.of_talk(session, name)
    text = str(copy)
    for own in ("我是李敏", "李敏的照片.png", number, "13873112345", OPENID, "店里卖假酒"):
        assert own in text
    assert "王强" not in text
    assert "token_hash" not in text
    with db.reading(database) as session, pytest.raises(NotFound):
        copies.of_talk(session, "nobody")


def test_what_is_past_its_time_goes_by_itself_and_only_that(
    database: Factory, tmp_path: Path
) -> None:
    classes = retention.load()
    name = _person(database, tmp_path)
    _matter(database, name)
    old = _person(database, tmp_path, "oBBBBBBBBBBBBBBBBBBBBBBBBBBB", "我是王强")
    later = AT + timedelta(days=classes.talks + 1)
    with db.reading(database) as session:
        assert retention.due(session, classes, at=AT) == {}
        counted = retention.due(session, classes, at=later)
        assert counted["talks"] == 1
    done = retention.work(database, classes, tmp_path, at=later)
    assert done["talks"] == 1
    assert done["files"] == 1
    assert _rows(database, old) == {}
    assert _rows(database, name)["messages"] == 1
    assert retention.work(database, classes, tmp_path, at=later) == {}
    much_later = AT + timedelta(days=classes.matters + 1)
    assert retention.work(database, classes, tmp_path, at=much_later)["matters"] == 1
    assert retention.work(database, classes, tmp_path, at=much_later) == {}
    with database() as session:
        assert trail.verify(session) == []


def test_a_wrong_class_is_named(tmp_path: Path) -> None:
    path = tmp_path / "retention.yml"
    path.write_text("talks: {days: 0}\nmatters: {days: 1}\nrows: []\n", encoding="utf-8")
    with pytest.raises(Exception, match="0 days"):
        retention.load(path)

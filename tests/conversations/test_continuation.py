"""A half-filled matter moves to another channel by a code (续办码)."""

import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import db
from bot.conversations import contacts, continuation
from bot.conversations.continuation_records import Continuation
from bot.conversations.records import Consent, Message, StoredFile
from tests.people import Person

pytestmark = pytest.mark.model

STORY = "我要举报岳阳楼区一家店卖假冒我们商标的白酒，店名叫好再来烟酒行"
CODE = re.compile(r"[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}")
NewPerson = Callable[[], Person]


def on(person: Person, channel: str) -> Person:
    """The same person on a platform."""
    with person.engine.factory.begin() as session:
        contact = contacts.open_for(session, channel, uuid.uuid4().hex, at=person.now)
        return Person(person.engine, contact.conversation_id)


def half_filled(person: Person) -> None:
    person.says(STORY)
    person.presses("同意")
    with person.engine.factory.begin() as session:
        session.add(
            StoredFile(
                id=uuid.uuid4().hex,
                conversation_id=person.conversation_id,
                name="证据.png",
                media_type="image/png",
                size=1,
                sha256=uuid.uuid4().hex * 2,
                uploaded_at=person.now,
            )
        )


def code_of(person: Person, words: str = "我想换到网页接着填") -> str:
    found = CODE.search(person.says(words))
    assert found is not None
    return found.group()


def test_from_wechat_to_the_web_with_evidence_to_the_ticket(new_person: NewPerson) -> None:
    web = new_person()
    phone = on(web, "wechat")
    half_filled(phone)
    code = code_of(phone)
    assert "已接上" in web.says(f"续办码 {code.lower()}")
    for _ in range(12):
        slot = web.slots.get("requested_slot")
        if slot == "confirmed":
            break
        web.says({"phone": "13873112345"}.get(str(slot), "不知道"))
    web.presses("提交")
    ticket = web.tickets[0]
    assert ticket["conversation_id"] == web.conversation_id
    assert ticket["channel"] == "web"
    assert ticket["respondent"] == "好再来烟酒行"
    assert [file["name"] for file in ticket["evidence"]] == ["证据.png"]
    assert "转到别处" in phone.transcript[-1]
    assert phone.slots.get("description") is None
    with db.reading(web.engine.factory) as session:
        owners = session.scalars(select(Consent.conversation_id)).all()
    assert set(owners) == {phone.conversation_id, web.conversation_id}


def test_back_from_the_web_and_a_kept_draft_too(new_person: NewPerson) -> None:
    web = new_person()
    half_filled(web)
    web.says("先停一下")
    web.presses("留着")
    code = code_of(web, "续办码")
    phone = on(web, "wechat")
    assert "已接上" in phone.says(code)
    assert phone.slots["respondent"] == "好再来烟酒行"


def test_a_code_works_once_and_only_while_it_lives(new_person: NewPerson) -> None:
    owner = new_person()
    half_filled(owner)
    old = code_of(owner)
    code = code_of(owner, "再给我一个续办码")
    first, second = new_person(), new_person()
    assert "不对" in first.says(f"续办码{old}")
    assert "已接上" in first.says(f"续办码{code}")
    assert "不对" in second.says(f"续办码{code}")
    other = new_person()
    half_filled(other)
    late = code_of(other)
    second.waits(hours=25)
    assert "不对" in second.says(f"续办码{late}")


def test_a_code_can_be_taken_back(new_person: NewPerson) -> None:
    owner, stranger = new_person(), new_person()
    half_filled(owner)
    code = code_of(owner)
    assert "作废" in owner.says("撤销续办码")
    assert "没有" in owner.says("撤销续办码")
    assert "不对" in stranger.says(f"续办码 {code}")


def test_who_guesses_is_not_listened_to(new_person: NewPerson) -> None:
    owner, thief = new_person(), new_person()
    half_filled(owner)
    code = code_of(owner)
    for n in range(5):
        assert "不对" in thief.says(f"续办码 ABCD-234{n + 2}")
    assert "太多次" in thief.says(f"续办码 {code}")
    thief.waits(hours=2)
    assert "已接上" in thief.says(f"续办码 {code}")


def test_without_anything_to_move_there_is_no_code(new_person: NewPerson) -> None:
    assert "用不着" in new_person().says("续办码")


def test_a_form_that_is_being_filled_in_is_not_overwritten(new_person: NewPerson) -> None:
    owner, busy = new_person(), new_person()
    half_filled(owner)
    code = code_of(owner)
    half_filled(busy)
    assert "先停下" in busy.says(f"续办码 {code}")
    assert busy.slots["description"] == STORY


def test_other_numbers_are_no_codes(new_person: NewPerson) -> None:
    person = new_person()
    with person.engine.factory.begin() as session:
        for text in ("ABCD2345", "12345678", "ZL201710601862.3", "HN-HT7S-YHZRT", "我家在网上开店"):
            assert continuation.asked(session, text) is None
        assert continuation.asked(session, "续办码ABCD2345") == "ABCD2345"


def test_codes_have_no_look_alikes_and_are_kept_as_hashes(new_person: NewPerson) -> None:
    owner = new_person()
    half_filled(owner)
    codes = {code_of(owner, "续办码") for _ in range(20)}
    assert len(codes) == 20
    assert not set("".join(codes)) & set("01OIL")
    with db.reading(owner.engine.factory) as session:
        kept = session.scalars(select(Continuation.code_hash)).all()
    assert all(re.fullmatch(r"[0-9a-f]{64}", one) for one in kept)


def test_who_is_abroad_is_told_before_anything_personal(new_person: NewPerson) -> None:
    person = on(new_person(), "telegram")
    told = person.says(STORY)
    assert told.index("境外") < told.index("您怎么选")
    assert CODE.search(person.presses("换到网页填"))
    assert "境外" not in new_person().says(STORY)
    with db.reading(person.engine.factory) as session:
        assert any("境外" in text for text in session.scalars(select(Message.text)))


def test_the_words_name_the_page_where_it_is_known(new_person: NewPerson, tmp_path: Path) -> None:
    from dataclasses import replace

    person = on(new_person(), "telegram")
    engine = person.engine
    person.engine = replace(engine, shelf=replace(engine.shelf, page_url="https://ip.example/"))
    assert "https://ip.example/" in person.says(STORY)

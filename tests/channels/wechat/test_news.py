"""News of a matter: as messages while the platform lets us, then by template or subscription's
notice where the center has one, else with the person's next message (case 56).
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import clock, db
from bot.conversations.channel_records import Contact
from bot.conversations.records import Conversation, Outbound
from bot.desk import telling
from bot.errors import BadData
from bot.tickets import queries
from channels.wechat import templates
from tests.channels.loopback import until
from tests.channels.wechat.conftest import World
from tests.channels.wechat.phone import Phone
from tests.channels.wechat.test_sending import settled, tell
from tests.tickets.cast import UNITS, opened

FIELDS = "number=character_string1 text=thing2 time=time3"


async def with_a_matter(world: World, **env: str) -> tuple[Phone, str]:
    """Somebody who has filed and then said nothing for two days; the matter's number."""
    await world.start(**env)
    phone = world.phone()
    await phone.says("你好")
    with world.factory.begin() as session:
        conversation = session.scalars(select(Conversation)).one()
        made = opened(session, channel="wechat", conversation_id=conversation.id)
        number = made.number
        session.scalars(select(Contact)).one().allowance_until = clock.now() - timedelta(hours=1)
    return phone, number


def accepted(world: World, number: str) -> None:
    """The unit takes the matter on."""
    with world.factory.begin() as session:
        ticket = queries.by_number(session, number)
        assert ticket is not None
        assert telling.person(session, ticket, "accept", directory=UNITS, at=clock.now())


def statuses(world: World) -> list[str]:
    with db.reading(world.factory) as session:
        return list(session.scalars(select(Outbound.status).order_by(Outbound.id)))


@pytest.mark.parametrize(
    ("setting", "call"),
    [(f"TPL-1 {FIELDS}", "template"), (f"subscribe:SUB-1 {FIELDS}", "subscription")],
)
async def test_outside_the_window_news_go_by_the_centers_template(
    world: World, setting: str, call: str
) -> None:
    phone, number = await with_a_matter(world, HOTLINE_WECHAT_PROGRESS_TEMPLATE=setting)
    accepted(world, number)
    await until(lambda: statuses(world) == ["done"])
    kind, body = world.api.calls[-1]
    assert kind == call
    assert body["touser"] == phone.openid
    assert body["template_id"] in {"TPL-1", "SUB-1"}
    assert body["data"]["character_string1"] == {"value": number}
    assert body["data"]["thing2"]["value"].startswith(number)
    assert len(body["data"]["thing2"]["value"]) <= 20


async def test_what_is_no_news_of_a_matter_is_not_pressed_into_a_template(world: World) -> None:
    phone, _ = await with_a_matter(world, HOTLINE_WECHAT_PROGRESS_TEMPLATE=f"TPL-1 {FIELDS}")
    tell(world, "我是小周")
    await until(lambda: settled(world, "parked"))
    assert world.api.calls == []
    await phone.says("我回来了")
    await until(lambda: world.api.texts(phone.openid) == ["我是小周"])


async def test_without_a_template_news_come_with_the_next_message(world: World) -> None:
    phone, number = await with_a_matter(world)
    accepted(world, number)
    await until(lambda: statuses(world) == ["parked"])
    assert world.api.calls == []
    await phone.says("在吗")
    await until(lambda: world.api.texts(phone.openid) != [])
    # With the number progress can be looked up at any time.
    assert world.api.texts(phone.openid)[0].startswith(f"{number} 已受理")


async def test_who_has_not_subscribed_gets_the_news_with_the_next_message(world: World) -> None:
    phone, number = await with_a_matter(
        world, HOTLINE_WECHAT_PROGRESS_TEMPLATE=f"subscribe:SUB-1 {FIELDS}"
    )
    world.api.faults = [43101]
    accepted(world, number)
    await until(lambda: statuses(world) == ["parked"])
    await phone.says("在吗")
    await until(lambda: world.api.texts(phone.openid) != [])


def test_a_template_that_cannot_be_read_is_named() -> None:
    assert templates.parse("") is None
    for wrong in ("TPL", "TPL colour=thing1", "TPL number=", "TPL number=a-b", "subscribe:TPL"):
        with pytest.raises(BadData, match="PROGRESS_TEMPLATE"):
            templates.parse(wrong)

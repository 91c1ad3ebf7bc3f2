"""Events, and whose turn it is (cases 22, 38–42)."""

import asyncio
import time

from sqlalchemy import select

from bot import db
from bot.conversations.channel_records import PlatformEvent
from bot.conversations.outbox import Reply
from bot.conversations.records import Conversation
from tests.channels.loopback import until
from tests.channels.wechat.conftest import World
from tests.channels.wechat.test_once_and_in_time import statuses


async def test_who_unsubscribes_in_mid_turn_is_sent_nothing(any_world: World) -> None:
    world = any_world
    await world.start(world.engine(seconds=1.5), HOTLINE_WECHAT_PASSIVE_WAIT="0.5")
    phone = world.phone()
    await phone.says("慢")
    assert await phone.event("unsubscribe") is None
    await until(lambda: statuses(world) == ["dropped"])
    assert world.api.sent == []
    assert await phone.says("我回来了") is None
    await until(lambda: world.api.texts(phone.openid) == ["收到：我回来了"])


async def test_events_without_consequence_are_only_acknowledged(world: World) -> None:
    engine = world.engine()
    await world.start(engine)
    phone = world.phone()
    for event in ("VIEW", "LOCATION", "publishjobfinish", "user_info_modified"):
        assert await phone.event(event, EventKey="x") is None
    assert engine.heard == []


async def test_results_and_permissions_are_kept(world: World) -> None:
    await world.start()
    phone = world.phone()
    await phone.event("TEMPLATESENDJOBFINISH", MsgID=77, Status="failed:user block")
    one = {"TemplateId": "t1", "SubscribeStatusString": "accept", "PopupScene": "0"}
    for items in ([one], [one, {**one, "TemplateId": "t2"}]):
        await phone.event("subscribe_msg_popup_event", SubscribeMsgPopupEvent={"List": items})
        await asyncio.sleep(1.1)
    with db.reading(world.factory) as session:
        kept = session.scalars(select(PlatformEvent).order_by(PlatformEvent.id)).all()
        assert [row.kind for row in kept] == [
            "templatesendjobfinish",
            "subscribe_msg_popup_event",
            "subscribe_msg_popup_event",
        ]
        assert kept[0].detail == {"status": "failed:user block", "message": "77"}
        assert [len(row.detail["list"]) for row in kept[1:]] == [1, 2]


async def test_a_menu_entry_is_its_intent_and_an_unknown_key_nothing(world: World) -> None:
    engine = world.engine()
    await world.start(engine)
    phone = world.phone()
    assert await phone.event("CLICK", EventKey="report_complaint") is not None
    assert await phone.event("CLICK", EventKey='/inform{"choice":"confirmed:yes"}') is None
    assert engine.heard == [("举报投诉", "/report_complaint")]


async def test_people_of_different_accounts_or_channels_never_share_a_conversation(
    world: World,
) -> None:
    await world.start(world.engine())
    first, second = world.phone(), world.phone()
    await first.says("甲")
    await second.says("乙")
    with db.reading(world.factory) as session:
        ids = list(session.scalars(select(Conversation.id)))
    assert len(ids) == 2
    assert all(name.startswith("wx:") for name in ids)
    assert not any(phone.openid in name for name in ids for phone in (first, second))


async def test_the_bot_is_silent_while_staff_have_the_turn(world: World) -> None:
    engine = world.engine()
    await world.start(engine)
    phone = world.phone()
    await phone.says("你好")
    with world.factory.begin() as session:
        session.scalars(select(Conversation)).one().owner = "staff:7"
    for text in ("在吗", "/restart"):
        began = time.monotonic()
        assert await phone.says(text) is None
        assert time.monotonic() - began < 2
    await until(lambda: len(engine.heard) == 3)
    assert world.api.sent == []


async def test_a_reply_written_before_staff_took_over_is_withheld(any_world: World) -> None:
    world = any_world
    await world.start()
    phone = world.phone()
    await phone.says("你好")
    from bot import clock
    from bot.conversations import outbox

    with world.factory.begin() as session:
        conversation = session.scalars(select(Conversation)).one()
        conversation.owner = "staff:7"
        outbox.say(session, conversation, Reply("旧答复"), reply_to=1, at=clock.now())
        outbox.say(
            session, conversation, Reply("我是小周"), reply_to=None, at=clock.now(), sender="staff"
        )
    await until(lambda: statuses(world) == ["dropped", "done"])
    assert world.api.texts(phone.openid) == ["我是小周"]

"""WeChat's own service desk, and the menu (cases 39, 42, 60)."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot import clock, db
from bot.conversations import handoff
from bot.conversations.outbox import Reply
from bot.conversations.records import Conversation, Outbound
from bot.errors import BadData
from bot.settings import ROOT
from channels.wechat.menu import load_menu
from tests.channels.stand_in_engine import StandInEngine
from tests.channels.wechat.conftest import World

DESK = {"HOTLINE_WECHAT_DESK": "wechat", "HOTLINE_WECHAT_DESK_ACCOUNT": "kf2001@gh_0123456789ab"}


def hands_over(world: World) -> StandInEngine:
    """An engine that queues everybody who says 转人工, as the real one does."""

    def answers(text: str, payload: str | None) -> list[Reply]:
        if text != "转人工":
            return [Reply(f"收到：{text}")]
        return [Reply("已替您排队")]

    class Engine(StandInEngine):
        def _answer(self, inbox_id: int) -> None:
            super()._answer(inbox_id)
            if self.heard[-1][0] == "转人工":
                with self.factory.begin() as session:
                    conversation = session.scalars(select(Conversation)).one()
                    handoff.ask(session, conversation.id, why="asked", at=clock.now())

    return Engine(world.factory, answers=answers)


async def test_a_wish_for_a_person_goes_to_the_platforms_desk(world: World) -> None:
    engine = hands_over(world)
    engine.seconds = 0.1
    await world.start(engine, **DESK)
    phone = world.phone()
    await phone.says("转人工")
    moved = phone.reply(await phone.post(phone.message(Content="在吗")))
    assert moved is not None
    assert moved["MsgType"] == "transfer_customer_service"
    assert moved["TransInfo"] == {"KfAccount": "kf2001@gh_0123456789ab"}
    for text in ("还在吗", "/restart"):
        again = phone.reply(await phone.post(phone.message(Content=text)))
        assert again is not None
        assert again["MsgType"] == "transfer_customer_service"
    assert await phone.event("CLICK", EventKey="check_status") is None
    await phone.event("kf_close_session", KfAccount="kf2001@gh_0123456789ab")
    assert await phone.says("还有一个问题") == "收到：还有一个问题"


async def test_the_desks_session_silences_the_bot_until_it_ends(world: World) -> None:
    engine = world.engine()
    await world.start(engine, **DESK)
    phone = world.phone()
    await phone.says("你好")
    await phone.event("kf_create_session", KfAccount="kf2001@gh_0123456789ab")
    await phone.says("这句给同事")
    with db.reading(world.factory) as session:
        texts = session.scalars(select(Outbound.status)).all()
    assert len(texts) == 1
    await phone.event("kf_close_session", KfAccount="kf2001@gh_0123456789ab")
    assert await phone.says("谢谢") == "收到：谢谢"


def test_our_menu_is_one_the_platform_takes() -> None:
    menu = load_menu(ROOT / "knowledge" / "wechat_menu.yml")
    domain = (ROOT / "domain.yml").read_text(encoding="utf-8")
    assert 1 <= len(menu.buttons) <= 3
    for key, (_, payload) in menu.keys.items():
        assert f"\n- {key}:" in domain
        assert payload == f"/{key}"


@pytest.mark.parametrize(
    "text",
    [
        "menu: []",
        "menu: [{name: 一二三四五六, intent: greet}]",
        "menu: [{name: 好}]",
        "menu: [{name: 好, intent: '/x{}'}]",
        "menu: [{name: 好, url: 'javascript:1'}]",
        "menu: [{name: 好, items: []}]",
        "menu: {",
        "other: 1",
    ],
)
def test_a_wrong_menu_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "wechat_menu.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadData, match="wechat_menu"):
        load_menu(file)


async def test_the_menu_is_pushed_by_a_command(world: World) -> None:
    import asyncio
    import os
    import sys

    await world.start()
    command = [sys.executable, "-m", "bot.cli", "wechat", "menu", "push"]
    env = {**os.environ, **world.env, "HOTLINE_DATA_DIR": str(world.data_dir)}
    done = await asyncio.create_subprocess_exec(
        *command, env=env, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await done.communicate()
    assert done.returncode == 0, err.decode()
    assert "3 entries" in out.decode()
    pushed = [body for kind, body in world.api.calls if kind == "menu"]
    assert [entry["name"] for entry in pushed[0]["button"]] == ["申请援助", "举报投诉", "更多服务"]

"""The whole service as it is run, with both platforms on loopback: a complaint told on WeChat, the
service stopped in the middle, and what its log holds (cases 100, 101).
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot import db
from bot.settings import ROOT
from bot.tickets import queries
from tests.channels.loopback import free_port, served, until
from tests.channels.telegram.fake_api import TOKEN as TELEGRAM_TOKEN
from tests.channels.telegram.fake_api import FakeTelegram
from tests.channels.wechat.fake_api import FakeWeChat
from tests.channels.wechat.phone import Phone, account
from tests.quiet_logs import leaks

pytestmark = [pytest.mark.model, pytest.mark.slow]
PHONE = "13873112345"
STORY = "我要举报岳阳楼区一家店卖假冒我们商标的白酒，店名叫好再来烟酒行"


@dataclass
class Service:
    """`hotline serve`, its platforms, and its log."""

    env: dict[str, str]
    log: Path
    port: int
    wechat: FakeWeChat
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *command, env=self.env, cwd=ROOT, stdout=log, stderr=log
            )
        async with httpx.AsyncClient(base_url=self.address, trust_env=False) as client:
            for _ in range(600):
                try:
                    if (await client.get("/readyz")).status_code == 200:
                        return
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(0.2)
        raise AssertionError("the service was not ready in time")

    async def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(how)
            await asyncio.wait_for(self.process.wait(), 40)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def running(tmp_path: Path) -> AsyncIterator[Service]:
    wechat, telegram = FakeWeChat(), FakeTelegram()
    async with served(wechat.app()) as base, served(telegram.app()) as other:
        env = {
            **os.environ,
            "HOTLINE_DATA_DIR": str(tmp_path / "data"),
            "HOTLINE_RATE_LIMIT": "off",
            **account(wechat.appid, wechat.secret, base),
            "HOTLINE_TELEGRAM_TOKEN": TELEGRAM_TOKEN,
            "HOTLINE_TELEGRAM_SECRET": "telegrams-own-secret",
            "HOTLINE_TELEGRAM_API_BASE": other,
            "HOTLINE_TELEGRAM_WEBHOOK_URL": "https://hotline.example/telegram",
        }
        service = Service(env, tmp_path / "service.log", free_port(), wechat)
        await service.start()
        try:
            yield service
        finally:
            await service.stop()


async def heard(service: Service, phone: Phone, text: str) -> str:
    """Say something; the answer, passive or as a message."""
    before = len(service.wechat.texts(phone.openid))
    passive = await phone.says(text)
    if passive is not None:
        return passive
    await until(lambda: len(service.wechat.texts(phone.openid)) > before, 30)
    return service.wechat.texts(phone.openid)[-1]


async def test_a_complaint_from_first_word_to_ticket_on_wechat(tmp_path: Path) -> None:
    async with running(tmp_path) as service:
        async with httpx.AsyncClient(
            base_url=service.address, timeout=30, trust_env=False
        ) as client:
            phone = Phone(client, service.wechat.appid)
            assert "匿名" in await heard(service, phone, STORY)
            reply = await heard(service, phone, "同意，实名反映")
            given = ("商标", "没有", "李敏", PHONE)
            for _ in range(14):
                if "受理编号" in reply:
                    break
                word = next((w for w, sign in _cues(given) if sign in reply), "不知道")
                reply = await heard(service, phone, word)
            assert "受理编号" in reply
            # Stopped right after a message was acknowledged, it is answered after the restart.
            service.wechat.faults = [500, 40001]
            waiting = asyncio.create_task(phone.says("查一下进度"))
            await asyncio.sleep(0.05)
            await service.stop()
            answered = await asyncio.gather(waiting, return_exceptions=True)
            await service.start()
            if not isinstance(answered[0], str):
                await until(lambda: any("已登记" in t for t in service.wechat.texts()[-2:]), 40)
        engine = db.make_engine(f"sqlite:///{tmp_path / 'data' / 'hotline.db'}")
        with db.reading(db.session_factory(engine)) as session:
            tickets = queries.list_tickets(session)
        engine.dispose()
        assert [ticket.channel for ticket in tickets] == ["wechat"]
        assert tickets[0].phone == PHONE
    log = service.log.read_text(encoding="utf-8", errors="replace")
    assert "engine ready" in log
    assert leaks(log) == []
    assert phone.openid not in log
    assert "好再来" not in log
    assert "李敏" not in log


def _cues(given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    right, number, name, phone = given
    return (
        ("提交", "没问题就点"),
        ("提交", "可以提交了"),
        (right, "哪一类权利"),
        ("我的权利被侵害", "是您自己的权利"),
        (number, "号码"),
        (name, "怎么称呼"),
        (phone, "联系电话"),
    )

"""People who talk with the front over HTTP while everything is falling down around them.

Each sends like a good client: the same id again until it is acknowledged, sometimes twice at once,
sometimes two messages in a row, and remembers what was acknowledged and what was shown.
"""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

Message = dict[str, Any]
STORY = "我要举报株洲天元区有个仓库在批发假冒名牌鞋,就在新马路那边的仓库里,店名叫好再来{mark}号店"
SMALL = (
    "你好",
    "谢谢",
    "举报要收费吗",
    "专利被侵权了怎么办",
    "长沙的维权中心电话多少",
    "调解要多久",
)
PATIENCE = 120.0


class NeverAnswered(AssertionError):
    """A person waited in vain."""


@dataclass
class Person:
    """One person with one conversation; `mark` is a word nobody else says."""

    fronts: list[str]
    mark: str
    chance: random.Random
    token: str = ""
    conversation_id: str = ""
    acknowledged: dict[str, int] = field(default_factory=dict)
    shown: dict[int, Message] = field(default_factory=dict)
    forms_confirmed: int = 0
    sent: int = 0

    async def live(self, client: httpx.AsyncClient, until: float) -> None:
        """File a matter, talk, and again, till the time is up."""
        await self._arrive(client)
        while time.monotonic() < until:
            await self._file(client, until)
            for _ in range(self.chance.randint(2, 6)):
                await self._chat(client)

    async def _arrive(self, client: httpx.AsyncClient) -> None:
        made = await self._call(client, "POST", "/chat/sessions", {})
        self.token, self.conversation_id = made["token"], made["conversation_id"]

    async def _file(self, client: httpx.AsyncClient, until: float) -> None:
        await self._says(client, STORY.format(mark=self.mark))
        for _ in range(20):
            buttons = self._buttons()
            confirm = _named(buttons, "提交")
            if time.monotonic() > until and not confirm:
                return
            choice = confirm or _named(buttons, "匿名") or _named(buttons, "不知道", "没有")
            if choice:
                await self._presses(client, choice)
            else:
                await self._says(client, self.chance.choice(("不知道", "商标", "举报")))
            if confirm:
                self.forms_confirmed += 1
                return

    async def _chat(self, client: httpx.AsyncClient) -> None:
        if self.chance.random() < 0.2:
            # Two lines in a row, 50 ms apart: the answers come in their order.
            first = asyncio.create_task(self._send(client, {"text": self.chance.choice(SMALL)}))
            await asyncio.sleep(0.05)
            last = await self._send(client, {"text": self.chance.choice(SMALL)})
            await self._hear(client, max(await first, last))
        else:
            await self._says(client, self.chance.choice(SMALL))

    async def _says(self, client: httpx.AsyncClient, text: str) -> None:
        await self._hear(client, await self._send(client, {"text": text}))

    async def _presses(self, client: httpx.AsyncClient, button: dict[str, str]) -> None:
        await self._hear(client, await self._send(client, {"button_id": button["id"]}))

    async def _send(self, client: httpx.AsyncClient, content: dict[str, str]) -> int:
        self.sent += 1
        name = f"{self.mark}-{self.sent}"
        body = {"client_msg_id": name, **content}
        copies = 3 if self.chance.random() < 0.1 else 1
        calls = [self._call(client, "POST", "/chat/messages", body) for _ in range(copies)]
        seqs = {answer["seq"] for answer in await asyncio.gather(*calls)}
        assert len(seqs) == 1, f"one message, several numbers: {seqs}"
        self.acknowledged[name] = seqs.pop()
        return self.acknowledged[name]

    async def _hear(self, client: httpx.AsyncClient, seq: int) -> None:
        """Read on until the message is answered, or dealt with otherwise."""
        end = time.monotonic() + PATIENCE
        while not self._settled(seq):
            if time.monotonic() > end:
                raise NeverAnswered(f"{self.conversation_id} #{seq}")
            after = max(self.shown, default=0)
            path = f"/chat/messages?after={after}&wait=5"
            for message in (await self._call(client, "GET", path))["messages"]:
                self.shown[message["seq"]] = message

    def _settled(self, seq: int) -> bool:
        """Answered, or a colleague has the conversation: then nobody waits for the bot."""
        if any(message["reply_to"] == seq for message in self.shown.values()):
            return True
        later = [m for m in self.shown.values() if m["seq"] > seq and m["sender"] != "user"]
        return any(m["sender"] == "system" and "工作人员" in m["text"] for m in later)

    def _buttons(self) -> list[dict[str, str]]:
        last = [self.shown[seq] for seq in sorted(self.shown)][-3:]
        return [button for message in reversed(last) for button in message["buttons"]]

    async def _call(
        self, client: httpx.AsyncClient, method: str, path: str, body: Message | None = None
    ) -> Message:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            front = self.chance.choice(self.fronts)
            try:
                answer = await client.request(method, front + path, json=body, headers=headers)
            except httpx.HTTPError:
                await asyncio.sleep(0.2)
                continue
            if answer.status_code < 300:
                found: Message = answer.json()
                return found
            assert answer.status_code in {500, 502, 503}, (answer.status_code, answer.text)
            await asyncio.sleep(0.2)
        raise NeverAnswered(f"{method} {path}")


def _named(buttons: list[dict[str, str]], *starts: str) -> dict[str, str] | None:
    return next((b for b in buttons if b["title"].startswith(starts)), None)

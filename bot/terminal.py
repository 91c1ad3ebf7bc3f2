"""`hotline chat`: the same engine and the same turn in a terminal, no server needed."""

import asyncio
import sys
import uuid

from rich.console import Console
from sqlalchemy.orm import Session, sessionmaker

from bot import clock, db
from bot.conversations import inbox, transcript
from bot.conversations.inbox import Arrived
from bot.engine import loading
from bot.engine.turn import Engine
from bot.settings import Settings
from bot.text import clean

WELCOME = "湖南 12330 智能助手（终端）。直接打字；按钮打数字；空行或 Ctrl-D 退出。"


def chat(settings: Settings) -> None:
    """Talk until an empty line."""
    console = Console(highlight=False)
    with Console(stderr=True).status("正在加载…"):
        engine = loading.build(settings, f"chat-{uuid.uuid4().hex[:6]}")
    with engine.factory.begin() as session:
        conversation, _ = inbox.open_web_session(session, at=clock.now())
    console.print(WELCOME, style="dim")
    buttons: list[dict[str, str]] = []
    seq = 0
    while True:
        line = _ask(console)
        if not line:
            return
        _send(engine.factory, conversation.id, line, buttons)
        asyncio.run(_work_off(engine))
        seq, buttons = _show(console, engine.factory, conversation.id, seq)


def _ask(console: Console) -> str:
    try:
        return clean(console.input("[bold]您：[/bold]") if sys.stdin.isatty() else input()).strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _send(
    factory: sessionmaker[Session], conversation_id: str, line: str, buttons: list[dict[str, str]]
) -> None:
    with factory.begin() as session:
        arrived = Arrived("web", uuid.uuid4().hex, line[:2000])
        if line.isdigit() and 1 <= int(line) <= len(buttons):
            button = inbox.press(session, conversation_id, buttons[int(line) - 1]["id"])
            arrived = Arrived("web", uuid.uuid4().hex, button.title, button.payload)
        inbox.accept(session, conversation_id, arrived, at=clock.now())


async def _work_off(engine: Engine) -> None:
    while await engine.work(clock.now()):
        pass


def _show(
    console: Console, factory: sessionmaker[Session], conversation_id: str, seq: int
) -> tuple[int, list[dict[str, str]]]:
    buttons: list[dict[str, str]] = []
    with db.reading(factory) as session:
        messages = transcript.after(session, conversation_id, seq)
    for message in messages:
        seq = message["seq"]
        if message["sender"] == "user":
            if not sys.stdin.isatty():
                console.print(f"您：{message['text']}", markup=False)
            continue
        console.print(f"12330：{message['text']}", markup=False, style="green", soft_wrap=True)
        buttons = message["buttons"] or buttons
        if message["buttons"]:
            shown = [f"[{n}] {b['title']}" for n, b in enumerate(message["buttons"], start=1)]
            console.print("   " + "  ".join(shown), markup=False, style="cyan")
    return seq, buttons

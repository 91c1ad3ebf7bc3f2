"""What the bot says in a turn, collected."""

from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

from bot import wording
from bot.conversations.letters import LONG
from bot.conversations.outbox import Reply


class Replies(CollectingOutputChannel):
    """Collects what the bot says; nothing is sent from inside a turn."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        buttons = [
            (str(button["title"]), str(button["payload"]))
            for button in message.get("buttons") or []
        ]
        card = (message.get("custom") or {}).get("card")
        text = message.get("text") or ""
        self.messages.append({"text": text, "buttons": buttons, "card": card})

    def as_replies(self) -> list[Reply]:
        return [
            Reply(text=item["text"], buttons=tuple(item["buttons"]), card=item["card"])
            for item in self.messages
            if item["text"].strip()
        ]


def about_length(said: str) -> list[Reply]:
    """A word on how a very long message is read: what was sent is kept whole."""
    if len(said) <= LONG:
        return []
    return [Reply(wording.say("messages.long", count=len(said)))]

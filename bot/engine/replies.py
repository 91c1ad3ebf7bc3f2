"""What the bot says in a turn: collected, never sent from inside it."""

from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

from bot.conversations.outbox import Reply


class Replies(CollectingOutputChannel):
    """Rasa's output channel of one turn."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        buttons = [
            (str(button["title"]), str(button["payload"]))
            for button in message.get("buttons") or []
        ]
        card = (message.get("custom") or {}).get("card")
        text = message.get("text") or ""
        self.messages.append({"text": text, "buttons": buttons, "card": card})

    def as_replies(self) -> list[Reply]:
        """Everything said, in order; empty lines are not said."""
        return [
            Reply(text=item["text"], buttons=tuple(item["buttons"]), card=item["card"])
            for item in self.messages
            if item["text"].strip()
        ]

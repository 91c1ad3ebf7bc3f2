"""Customer-service messages: within the quota, as quick replies where they can be, and what each
of the platform's errors means for what is left.
"""

import logging
from typing import Any

from bot.channel_settings import WeChat
from bot.conversations.parcel import Outcome, Parcel
from bot.errors import Unreachable
from channels.splitting import byte_length
from channels.wechat import templates
from channels.wechat.api import BAD_TOKEN, Api, Rejected
from channels.wechat.rendering import Draft, drafts
from channels.wechat.templates import Template

log = logging.getLogger("hotline.wechat")
MAX_ATTEMPTS = 6
MENU_ITEMS = 10
MENU_HEAD = 1000
_WINDOW_CLOSED = 45015
_COUNT_EXHAUSTED = 45047
# The person takes no such notices: the news come with their next message.
_NOT_SUBSCRIBED = 43101
_LOST = {43004: "not subscribed", 40003: "unknown person", 48002: "blocked"}
_SLOW_DOWN = {45009: 3600.0, 45011: 60.0, -1: 30.0}
NOT_PERMITTED = 48001
_ALERTS = {40164: "this server's address is not in WeChat's list", 50002: "the account is limited"}


class Sender:
    """Sends parcels as customer-service messages."""

    def __init__(self, settings: WeChat, api: Api) -> None:
        self._settings, self._api = settings, api
        self._template = templates.parse(settings.progress_template)
        # Set when the platform says that this account may not send: replies are passive then.
        self.not_permitted = False

    async def send(self, parcel: Parcel) -> Outcome:
        """Send what the quota allows, in order; the rest is parked for the next message."""
        outcome = Outcome(menu=[])
        if not parcel.window_open and self._template is not None:
            return await self._as_news(parcel, self._template)
        left = len(parcel.items) if parcel.allowance is None else parcel.allowance
        for draft in drafts(parcel.items):
            if parcel.allowance is not None and outcome.sent >= left:
                outcome.rest = "parked"
                outcome.reason = "quota" if parcel.window_open else "window closed"
                return outcome
            try:
                await self._api.post("message/custom/send", self._body(parcel.address, draft))
            except Rejected as error:
                self._refused(error.code, parcel, outcome)
                return outcome
            except Unreachable as error:
                self._later(parcel, outcome, 30.0, str(error)[:40])
                return outcome
            self._noted(draft, outcome)
        return outcome

    async def _as_news(self, parcel: Parcel, template: Template) -> Outcome:
        """Outside the window news of a matter go out by template; what else there is waits."""
        outcome = Outcome(rest="parked", reason="window closed")
        for item in parcel.items:
            if item.notice is None:
                continue
            try:
                body = template.message(parcel.address, item.notice)
                await self._api.post(template.path, body)
            except Rejected as error:
                self._refused(error.code, parcel, outcome)
                return outcome
            except Unreachable as error:
                self._later(parcel, outcome, 30.0, str(error)[:40])
                return outcome
            outcome.done.add(item.outbox_id)
        return outcome

    def _noted(self, draft: Draft, outcome: Outcome) -> None:
        outcome.sent += 1
        outcome.progress.update(draft.progress)
        outcome.done |= draft.done
        assert outcome.menu is not None
        outcome.menu += [button_id for button_id, _ in draft.buttons]

    def _body(self, openid: str, draft: Draft) -> dict[str, Any]:
        body: dict[str, Any] = {"touser": openid}
        if self._as_menu(draft):
            options = [{"id": name, "content": title} for name, title in draft.buttons]
            body["msgtype"] = "msgmenu"
            body["msgmenu"] = {"head_content": draft.text, "list": options, "tail_content": ""}
        else:
            body["msgtype"] = "text"
            linked = self._settings.quick_replies == "menu"
            body["text"] = {"content": draft.linked if linked else draft.numbered}
        if self._settings.ai_label and draft.by_bot:
            body["aimsgcontext"] = {"is_ai_msg": 1}
        return body

    def _as_menu(self, draft: Draft) -> bool:
        fits = byte_length(draft.text) <= MENU_HEAD and len(draft.buttons) <= MENU_ITEMS
        return self._settings.quick_replies == "menu" and bool(draft.buttons) and fits

    def _refused(self, code: int, parcel: Parcel, outcome: Outcome) -> None:
        """What an error means for the replies that are left."""
        outcome.reason = f"errcode {code}"
        if code in {_WINDOW_CLOSED, _COUNT_EXHAUSTED}:
            outcome.rest, outcome.spent = "parked", True
        elif code == _NOT_SUBSCRIBED:
            outcome.rest = "parked"
        elif code in _LOST:
            outcome.lost = _LOST[code]
        elif code == NOT_PERMITTED:
            self.not_permitted = True
            outcome.rest = "parked"
            log.error("alert: this account may not send messages; replies are passive from now on")
        elif code in BAD_TOKEN:
            log.error("alert: WeChat refuses the access token, errcode=%s", code)
            self._later(parcel, outcome, 60.0, f"errcode {code}")
        elif code in _ALERTS:
            # Not tried again by itself: the next message of the person does.
            log.error("alert: WeChat errcode=%s, %s", code, _ALERTS[code])
            outcome.rest = "parked"
        elif code in _SLOW_DOWN:
            self._later(parcel, outcome, _SLOW_DOWN[code], f"errcode {code}")
        else:
            outcome.rest = "dead"

    def _later(self, parcel: Parcel, outcome: Outcome, seconds: float, reason: str) -> None:
        """Try again later, a few times; then staff should look, and the next message brings it."""
        outcome.reason = reason
        if max(item.attempts for item in parcel.items) + 1 >= MAX_ATTEMPTS:
            outcome.rest = "parked"
            log.error("alert: replies cannot be sent, reason=%s; parked", reason)
        else:
            outcome.rest, outcome.retry_after = "waiting", seconds

"""Custom actions run in this process and in the turn's own transaction, not behind HTTP.

Rasa reaches its action server through an `EndpointConfig`; this one calls `rasa_sdk`'s executor
instead. The JSON round trip stays: an action must not change live slots behind Rasa's back.
"""

import json
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.actions import context


class InProcessActions(EndpointConfig):
    """Stands where Rasa expects the address of an action server."""

    def __init__(self, executor: ActionExecutor) -> None:
        super().__init__(url="in-process://actions", enable_selective_domain=True)
        self.executor = executor

    async def request(
        self, method: str = "post", subpath: str | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """Run one action; what it returns, in the shape the HTTP server would answer.

        Raises:
            ClientResponseError: 400, the action refused to run (a form that sees side talk).
        """
        call = json.loads(json.dumps(kwargs["json"], default=str))
        try:
            result = await self.executor.run(call)
        except ActionExecutionRejection as refusal:
            body = json.dumps({"action_name": refusal.action_name, "error": refusal.message})
            raise ClientResponseError(400, refusal.message, body) from refusal
        except Exception as error:
            # Rasa would log the action as done and go on: the engine rolls the turn back instead.
            context.current().failure = error
            raise
        return result or {"events": [], "responses": []}


def load(package: str = "bot.actions") -> InProcessActions:
    """All actions of `package`, ready to be called."""
    executor = ActionExecutor()
    executor.register_package(package)
    return InProcessActions(executor)

"""The conversation's state between two turns: slots and the open form, nothing that grows.

The transcript is the `messages` table, so a tracker only needs what decides the next action.
Turn 200 therefore costs what turn 5 costs (benchmarks/turns.md).
"""

from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker


class SnapshotStore(TrackerStore):
    """Hands Rasa the tracker of the one conversation whose turn is running, and takes it back."""

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain)
        self.snapshot: dict[str, Any] | None = None
        self.saved: DialogueStateTracker | None = None

    def lend(self, snapshot: dict[str, Any] | None) -> None:
        """Prepare for one turn."""
        self.snapshot, self.saved = snapshot, None

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        """A tracker that starts at the snapshot."""
        return DialogueStateTracker.from_events(
            sender_id, restore(self.snapshot), self.domain.slots, domain=self.domain
        )

    async def retrieve_full_tracker(self, sender_id: str) -> DialogueStateTracker:
        return await self.retrieve(sender_id)

    async def get_or_create_tracker(
        self,
        sender_id: str,
        max_event_history: int | None = None,
        append_action_listen: bool = True,
    ) -> DialogueStateTracker:
        return await self.retrieve(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker for `captured`; the engine writes it in the turn's transaction."""
        self.saved = tracker

    def captured(self) -> dict[str, Any]:
        """The snapshot after the turn."""
        assert self.saved is not None
        return capture(self.saved)


def restore(snapshot: dict[str, Any] | None) -> list[Event]:
    """The shortest history that leads to this state."""
    snapshot = snapshot or {}
    events: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    events += [SlotSet(name, value) for name, value in snapshot.get("slots", {}).items()]
    if snapshot.get("loop"):
        events.append(ActiveLoop(snapshot["loop"]))
    events.append(ActionExecuted(ACTION_LISTEN_NAME))
    return events


def capture(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What `restore` needs: slots that differ from their initial value, and the open form."""
    slots = {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value is not None and slot.value != slot.initial_value
    }
    return {"slots": slots, "loop": tracker.active_loop_name}

"""The stock way: an action server with a database of its own."""

import os
import secrets
import sqlite3
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction


class ValidateComplaintForm(FormValidationAction):
    def name(self) -> str:
        return "validate_complaint_form"

    def validate_phone(
        self, value: Any, dispatcher: Any, tracker: Any, domain: Any
    ) -> dict[str, Any]:
        return {"phone": value if str(value).isdigit() else None}


class FileTicket(Action):
    def name(self) -> str:
        return "action_file"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        number = secrets.token_hex(4)
        with sqlite3.connect(os.environ["STOCK_TICKETS"]) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS tickets (number TEXT, phone TEXT)")
            connection.execute(
                "INSERT INTO tickets VALUES (?, ?)", (number, tracker.get_slot("phone"))
            )
        dispatcher.utter_message(text=f"已登记:{number}")
        return []

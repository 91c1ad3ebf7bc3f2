"""Offering a person the papers of their matter: by a link that only they have, for a while."""

from rasa_sdk.executor import CollectingDispatcher

from bot.actions import context
from bot.tickets.papers import links
from bot.tickets.papers.content import kinds_of
from bot.tickets.records import Ticket


def offer(dispatcher: CollectingDispatcher, ticket: Ticket) -> None:
    """Say the link, where there are papers and the service knows its own address."""
    turn = context.current()
    if not turn.shelf.public_url or not kinds_of(ticket, staff=False):
        return
    token = links.give(turn.session, ticket, at=turn.now)
    link = f"{turn.shelf.public_url}/papers/{token}"
    dispatcher.utter_message(response="utter_papers", link=link)

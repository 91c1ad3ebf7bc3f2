"""The engine: Rasa as a library. Its door puts Rasa's stand-ins in place, before any import of it."""

from bot.engine import slim_rasa

slim_rasa.prepare()

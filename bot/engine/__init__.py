"""The engine: Rasa as a library. Its door puts the stand-ins in place before Rasa is imported."""

from bot.engine import slim_rasa

slim_rasa.prepare()

"""What an intake asks, how an answer is read, and what a story already said. No Rasa in here."""

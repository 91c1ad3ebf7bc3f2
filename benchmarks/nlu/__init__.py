"""Reading intents: ours beside other models and stock Rasa, on the same messages in one run."""

"""Invented data to look at: colleagues, conversations, tickets, lists. Never in production."""

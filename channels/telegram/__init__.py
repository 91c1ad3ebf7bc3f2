"""Telegram: optional, off until a token is set; its failure touches no other channel."""

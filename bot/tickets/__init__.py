"""The case backend: tickets, their life cycle, their clocks, their trail."""

"""Which place a matter belongs to, and which unit is responsible, with the reason in words."""

"""Who works here: accounts, roles per unit, signing in, and the trail of what they looked at."""

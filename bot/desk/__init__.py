"""The staff's desk: what colleagues, the clock and the person change, across tickets and talks."""

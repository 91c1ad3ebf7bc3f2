"""Runnable comparisons; their results are committed as tables with the command that made them."""

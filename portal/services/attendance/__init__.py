"""Marks, decisions, expected pupils and the clocks that run on them."""

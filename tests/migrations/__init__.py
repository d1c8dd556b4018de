"""Migrations that have landed: they stay as they are, they lose nothing, and nobody waits for them."""

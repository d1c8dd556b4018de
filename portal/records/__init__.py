"""Reads and small writes over the tables that several features share. Knows nothing of Flask."""

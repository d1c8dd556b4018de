"""The ordinary pages."""

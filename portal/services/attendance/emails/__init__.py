"""Emails about pupils who are away, or of whom nothing has come."""

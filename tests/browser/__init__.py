"""Journeys in a real Chromium, through a network that fails on purpose, to the real server."""

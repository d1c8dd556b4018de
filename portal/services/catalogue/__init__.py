"""Offers and what the catalogue's search finds them by."""

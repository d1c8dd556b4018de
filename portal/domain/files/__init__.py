"""Judging an uploaded file by what is in it, never by its name. Standard library only."""

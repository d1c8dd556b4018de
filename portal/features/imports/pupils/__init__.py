"""Pupils from a file."""

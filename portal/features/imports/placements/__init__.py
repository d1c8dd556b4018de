"""Placements from a file, with what stands against them."""

"""Builds the style sheets and scripts that browsers load. Standard library only."""

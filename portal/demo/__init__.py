"""The demonstration county: invented, and the same every time for a given day."""

"""The phone app and its register."""

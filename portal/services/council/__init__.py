"""The council's own settings, and how long things are kept."""

"""Where files are kept, and what judges them before they are."""

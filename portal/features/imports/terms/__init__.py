"""Term dates, INSET days and closed days from a file."""

"""The outside world: files, mail, spreadsheets, PDF. Knows no table."""

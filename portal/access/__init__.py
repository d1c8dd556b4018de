"""Who may do what, and see what. Everything is refused unless it is allowed here."""

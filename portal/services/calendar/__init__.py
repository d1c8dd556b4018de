"""Terms, INSET days, closed and extra days."""

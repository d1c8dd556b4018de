"""School sessions, terms, ages, and days as people read and write them."""

"""What has happened in the demonstration county: registers, decisions, cases to look at."""

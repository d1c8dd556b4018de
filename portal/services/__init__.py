"""What several features read and write: arguments in, rows out, no commit, nothing of Flask."""

"""What happens to a batch that a phone sends: read, apply once, answer with what changed."""

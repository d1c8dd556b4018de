"""What was seen of a pupil, the codes for it, the clocks that run on it, and the figures made of it."""

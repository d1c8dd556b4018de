"""Applications, reviews, evidence and offers of the demonstration county."""

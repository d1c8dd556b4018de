"""Who and what there is in the demonstration county."""

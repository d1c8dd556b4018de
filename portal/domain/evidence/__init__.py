"""The documents that providers hold: kinds, details, cover, renewals, staff checks."""

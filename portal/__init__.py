"""The alternative provision portal. Nothing is imported here, so reading a rule never starts the app."""

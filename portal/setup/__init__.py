"""Prepares this machine and starts the portal. Standard library only, but for `demo_server`."""

"""The commands that prepare a machine and start the portal."""

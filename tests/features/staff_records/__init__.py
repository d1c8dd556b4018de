"""The single central record: pages, files and the confirmation."""

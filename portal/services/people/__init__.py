"""Invitations, links, memberships, the single central record, throttles."""

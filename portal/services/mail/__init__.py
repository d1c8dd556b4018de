"""The outbox of emails, and reminders that several features write."""

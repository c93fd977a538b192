"""Reminders by mail, and calendars of deadlines."""

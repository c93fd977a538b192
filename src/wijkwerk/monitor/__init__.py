"""The outcome monitor: from a source folder to a published edition."""

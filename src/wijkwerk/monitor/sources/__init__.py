"""Source folders: reading, checking, converting, simulating."""

"""Steps: what may follow on what, by whom, and how each came to be; for every capability."""

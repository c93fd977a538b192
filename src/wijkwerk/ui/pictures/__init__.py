"""Pictures: drawn by a process beside this one."""

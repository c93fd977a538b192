"""The shell around the capabilities: the command line and the local server."""

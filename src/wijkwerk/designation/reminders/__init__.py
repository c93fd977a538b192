"""Mails of the procedure: whose turn it is, once per moment."""

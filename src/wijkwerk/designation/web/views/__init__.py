"""The public pages of designation, a module each."""

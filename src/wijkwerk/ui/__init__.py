"""What pages of every capability are made of; nothing here knows one."""

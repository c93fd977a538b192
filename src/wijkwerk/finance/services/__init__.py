"""What can be done in finance. Only these write; each step is asked of access, checked, kept and audited."""

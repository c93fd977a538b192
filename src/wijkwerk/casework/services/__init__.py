"""Every write of casework: asks access and the rule of sight, writes, and audits, in one transaction."""

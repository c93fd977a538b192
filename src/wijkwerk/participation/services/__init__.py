"""Every write of participation: asks access, keeps the step, audits, in one transaction."""

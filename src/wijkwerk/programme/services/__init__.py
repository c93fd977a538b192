"""Everything that is written in a programme: each asks access, checks the step, writes, keeps a
`Step` and audits, in one transaction. Nothing else writes these tables."""

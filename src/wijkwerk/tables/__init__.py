"""Tables that somebody sent: read under guard, by one set of rules, every row accounted for."""

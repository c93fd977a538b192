"""Money of a neighbourhood: who pays, who gains, where it goes, and what happens when it stops."""

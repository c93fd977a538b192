"""What pages, letters and the API show: tables turned into facts, in few queries."""

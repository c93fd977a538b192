"""Progress letters: what they say, and as HTML, PDF and DOCX."""

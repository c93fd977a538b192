"""Progress letters: made of the programme's own figures, as a page, a PDF and a DOCX."""

"""A whole programme as one document, out and in: JSON and a spreadsheet."""

"""Files that come along: the schema of a question, and the words of its answers."""

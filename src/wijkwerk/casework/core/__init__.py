"""The rules of casework: pure, no Django, files, clock or chance."""

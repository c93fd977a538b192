"""The rules of learning: plain functions, without Django, files, clock or chance."""

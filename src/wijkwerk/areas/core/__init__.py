"""Rules of areas as functions of codes and tables."""

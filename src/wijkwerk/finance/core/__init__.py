"""The rules of finance: plain functions of numbers and arrays."""

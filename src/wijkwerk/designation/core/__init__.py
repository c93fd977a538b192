"""Pure rules of designation: tables and frozen data in, tables out."""

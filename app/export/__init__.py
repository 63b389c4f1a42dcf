"""A run taken along: as a table, as a derivation, as a picture for TeX, as a program. Nothing is computed here."""

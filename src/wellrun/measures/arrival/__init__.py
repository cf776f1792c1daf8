"""From a long table to figures that may be written: names understood, rows checked, values worked out."""

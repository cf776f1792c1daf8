"""Charts of raw subgroups: several measurements a period, of which the command line only knows."""

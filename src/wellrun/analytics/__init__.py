"""Pure methods over a labelled panel: no Django, no database, no clock, no I/O."""

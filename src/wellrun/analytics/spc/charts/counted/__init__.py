"""Charts of counts over their cases or their exposure."""

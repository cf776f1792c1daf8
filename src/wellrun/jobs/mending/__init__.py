"""From a finding of the check to the form that mends it."""

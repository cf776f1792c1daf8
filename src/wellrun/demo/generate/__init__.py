"""The generated health system: an organisation, its figures and what is planted in them, from a seed and a size."""

"""The generated health system: an organisation, its figures and what is planted in them, from a seed and a size."""

# Chance raises signals too. This is one of the seeds (a third of the 31 tried) with which every planted recent
# change fires within its last six periods and no sibling of a local one fires beside it, in both smaller sizes.
DEFAULT_SEED = 2025

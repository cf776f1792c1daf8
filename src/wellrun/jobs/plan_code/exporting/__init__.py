"""Records to the parts of a document: a constant number of queries, whatever the size of the plan."""

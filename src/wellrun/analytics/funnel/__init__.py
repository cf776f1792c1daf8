"""Who differs from the others, given their size?"""

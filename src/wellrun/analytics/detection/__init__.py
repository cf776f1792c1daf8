"""Early detection: how early could we have known, at a stated probability of a false alarm?"""

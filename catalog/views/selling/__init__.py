"""The producer's pages of the catalog: her listings, what they say and show, what can be chosen, and claims."""

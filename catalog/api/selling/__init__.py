"""The catalog in the API for producers: their own listings, what can be chosen, photos, stock and claims."""

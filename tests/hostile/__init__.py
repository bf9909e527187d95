"""A corpus of hostile and broken submissions, and what graders make of them."""

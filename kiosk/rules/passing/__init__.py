"""A weapon goes from officer to officer at the bay, where the policy allows it."""

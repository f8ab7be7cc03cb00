"""What a technician does with the book, and what the book says of it."""

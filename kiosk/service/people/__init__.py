"""The desk of people: what is read there. What is signed there stands in `service.people_works`."""

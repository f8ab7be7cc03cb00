"""The room of people: what is signed for at a desk about those who draw, vouch and answer."""

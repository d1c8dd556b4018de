"""What providers offer, and what the council concludes about them."""

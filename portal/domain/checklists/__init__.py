"""What providers are asked and what officers check: an application to join, and a desk-top review.

Questions are data, kept for each procurement round, so that an application keeps the round that it
began with. `rounds` holds the applications, `reviews` the desk-top review.
"""

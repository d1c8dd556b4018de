"""Real phones, the real server, and a network that fails by a seeded plan: nothing may be lost."""

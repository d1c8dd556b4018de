"""What the journeys are made of: the county and its server, the network, the phone, the clock."""

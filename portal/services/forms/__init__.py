"""Long forms: answers, editions, what may be answered now, applications."""

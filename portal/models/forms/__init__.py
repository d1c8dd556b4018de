"""Long forms and what is made of them: applications and desk-top reviews."""

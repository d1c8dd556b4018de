"""Long forms, on the phone and on the page."""

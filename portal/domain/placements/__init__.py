"""Who decides a placement, how full a pupil's week is, and the registration line."""

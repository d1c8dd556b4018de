"""The rules of the portal: law, codes, dates and numbers. Standard library only, no clock."""

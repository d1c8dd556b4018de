"""What people do with the portal, one package for each thing that has pages."""

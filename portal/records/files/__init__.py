"""Files that providers send: judged, made safe, checked for viruses and kept outside the web root."""

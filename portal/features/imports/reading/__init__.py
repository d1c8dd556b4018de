"""How a council's files are read: columns, cells, rows, and what a report says of them."""

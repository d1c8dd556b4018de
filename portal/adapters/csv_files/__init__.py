"""Reading CSV files that people made: which columns, which rows, and what is wrong with them."""

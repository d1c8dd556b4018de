"""Parts that every page shares: forms, errors, headers, filters, assets."""

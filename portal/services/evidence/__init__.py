"""Evidence of providers: documents, renewals, uploads and the files behind them."""

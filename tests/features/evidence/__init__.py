"""Evidence: files, uploads, pages, packs and renewals."""

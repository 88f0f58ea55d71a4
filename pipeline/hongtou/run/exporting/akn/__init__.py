"""Akoma Ntoso 3.0 (OASIS LegalDocML): a notice as XML that parliaments and archives read."""

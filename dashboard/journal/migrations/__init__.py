"""How an older journal becomes a newer one: a file per released change, run by `dashboard.journal.database`."""

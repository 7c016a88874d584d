"""One file per grain: an SQL query, or, for what is counted from every single lesson, a function in Polars."""

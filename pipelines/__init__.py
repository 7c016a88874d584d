"""From the files a school receives to the figures a tandem talks about.

A school drops its deliveries in an inbox, as its suppliers send them.
`ingest` recognises the layout of each file and judges every line by the `contract` of its source.
Good lines become Parquet, once per distinct content; others are kept as file, line and rule, never as values.
`build` puts the validated files together in a new DuckDB file: the `marts`, one file per grain, most of them in SQL.
`school_week` makes the days and weeks of students, which is most of the work, and keeps them.
`progress` reads the marts and compares each student with the student's own earlier period.
`steps` marks the moments at which a student did something for the first time, or longer than before.
A build is a file of its own: the newest complete one is served, older ones stay for a way back.
`api` is the only door to a build; rows of students pass it only for a `Viewer` who may see them.
Nothing is edited in place, and the same files always give the same figures.
"""

"""The journal: what people write down, in a small relational database of its own.

`kinds` says what can be written and what a valid entry is; `models` and `migrations` how it is kept; `store` writes and
reads, append-first: an entry is corrected by a next version, and who saw an older one is told, with both texts.
`doors` holds a journal to one viewer: the class and the student it is about, or the cycles of own teams. `facts` are
the only part that reaches a build: that there was a contact on a day, never what was said.
"""

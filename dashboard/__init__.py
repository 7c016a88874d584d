"""The pages a tandem, a team leader and a quality officer look at.

`app` knows who you are and which pages you may open; a view asks one question with `filters` and `panels`;
`data` is the only module that asks `pipelines.api` for figures.
"""

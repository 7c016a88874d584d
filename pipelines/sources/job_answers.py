"""JOB answers: what each respondent of the JOB-monitor answered, one row per answer.

Who delivers it: JOB, after every edition (every two years), as a file with a row per respondent and a column per
question; which column is which item stands in the codebook. What is no whole number (an open answer, a date) is
never loaded: such an answer is a row without a value, so that it is counted. Which values are on the scale depends on
the item, so that is judged where answers and codebook meet. The number of a respondent is of that edition alone and
leads to no student; a later delivery with the same number in the same edition replaces the respondent.
"""

import dataframely as dy

from pipelines.contract import Answers, At, Code, Integer, Layout, Schema, Source, Text, about


class JobAnswer(Schema):
    """One answer of one respondent in one edition."""

    edition = dy.Int16(min=2000, max=2099, metadata=about("Meting (jaar)", 2024))
    respondent = dy.String(metadata=about("Respondentnummer", "101", sensitive=True))
    team = dy.String(nullable=True, metadata=about("Team", "Entree"))
    programme = dy.String(nullable=True, metadata=about("Opleiding", "Assistent horeca"))
    crebo = dy.Int32(nullable=True, min=10_000, max=99_999, metadata=about("Crebo (5 cijfers)", 25255))
    level = dy.Int8(nullable=True, min=1, max=4, metadata=about("Niveau (1 tot 4)", 2))
    leerweg = dy.Enum(["BOL", "BBL", "EX"], nullable=True, metadata=about("Leerweg", "BOL"))
    location = dy.String(nullable=True, metadata=about("Locatie", "Hoofdstraat"))
    question = dy.String(metadata=about("Naam van de kolom met de vraag", "v12"))
    answer = dy.Int8(nullable=True, metadata=about("Antwoord (geheel getal)", 4))


SOURCE = Source(
    name="job_answers",
    title="JOB-monitor, antwoorden",
    schema=JobAnswer,
    grain=("edition", "respondent", "question"),
    replaces=("edition", "respondent"),
    until="edition",
    layouts=(
        Layout(
            name="respondenten",
            title="JOB-monitor respondentenbestand",
            documented="README, Bestanden aanleveren",
            header=(
                "respondent", "meting", "team", "opleiding", "crebo", "niveau", "leerweg", "locatie", "klas",
                "studentnummer", "naam", "email", "opmerking", "toelichting",
            ),
            columns={
                "respondent": At(("respondent", "respondentnummer"), Text()),
                "edition": At(("meting", "jaar"), Integer()),
                "team": At(("team",), Text()),
                "programme": At(("opleiding", "opleidingsnaam"), Text()),
                "crebo": At(("crebo",), Integer()),
                "level": At(("niveau",), Integer()),
                "leerweg": At(("leerweg",), Code(values={"BOL": "BOL", "BBL": "BBL", "EX": "EX"})),
                "location": At(("locatie",), Text()),
                "question": At((), Text()),
                "answer": At((), Integer(drops_unknown=True)),
            },
            answers=Answers("question", "answer"),
        ),
    ),
)  # fmt: skip

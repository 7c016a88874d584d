"""Seeded deliveries of a plainly fictional ROC, in the layouts real suppliers send.

`write_sample` writes the demo (two school years, twelve classes a year, planted stories, some deliberate
faults), or with `students=` one school year of a whole institution; `write_extra_day` adds a day to that, and
`write_quality` five teljaren of DUO files and three editions of the JOB-monitor.

    school.py      calendar, classes and timetables
    people.py      who is enrolled where, and who works there
    stories.py     the students and classes that carry a planted story
    attendance.py  how habits become lessons attended: the truth, before any layout
    layouts.py     the truth as EduArte, PARS, OSIRIS and generic files
    numbers.py     person numbers that no real person can have
    teljaren.py    who counts in which teljaar, and who left: the truth behind the DUO files
    duo.py         that truth as DUO's files
    survey.py      the JOB-monitor: what students answered, and its files
    guidance.py    the checklists of the tandems
    outcomes.py    test marks, incidents and the staff survey
    quality.py     these four together, for the demo and for a whole institution
    faults.py      what is deliberately wrong in the demo
    demo.py        the demo folder
    readme.py      the README that goes with it
    scale.py       the whole institution
    write.py       the door to both
"""

from pipelines.synthetic.demo import SAMPLE_SEED
from pipelines.synthetic.scale import write_extra_day
from pipelines.synthetic.stories import GROWING_CLASS
from pipelines.synthetic.write import may_hold_sample, write_quality, write_sample

__all__ = ["GROWING_CLASS", "SAMPLE_SEED", "may_hold_sample", "write_extra_day", "write_quality", "write_sample"]

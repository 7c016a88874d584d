"""Groeilijn: wat lukt deze student al, wanneer, en wat is een kleine volgende stap?"""

from dashboard import filters
from dashboard.panels import checklist, prints
from dashboard.panels import groeilijn as panels
from dashboard.panels import groeilijn_written as own_words

klas = filters.class_picker()
student, previous, following = filters.student_picker(klas)
panels.look(student)
told = own_words.story(klas, student)
panels.around(klas, student, previous, following)
panels.headline(klas, student)
prints.groeikaart(klas, student)
panels.growth_line(klas, student, told)
own_words.writing(told)
if told.journal is not None:
    checklist.of_student(klas, student, told.journal)
own_words.scales(told)
panels.opening_questions(klas, student)
panels.when_it_worked(klas, student)
panels.arrivals(klas, student, told)
panels.calendar(klas, student)

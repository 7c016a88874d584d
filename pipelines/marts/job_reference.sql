-- One row is the national outcome of an item in one edition, with who reported it. Null is: not known to the school.
SELECT DISTINCT ON (edition, item) edition, item, positive_hundredths, grade_hundredths, reported_by
FROM validated.job_references
ORDER BY edition, item, _received DESC

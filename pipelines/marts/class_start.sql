-- One row is a class in one school year: the students who began their programme that year and were last in this class,
-- and how many of them are still at school or left with a diploma.
SELECT
    class_id,
    school_year,
    count(*)::INTEGER AS n_starters,
    count(*) FILTER (is_enrolled_at_end OR leave_reason = 'geslaagd')::INTEGER AS n_stayed
FROM marts.student_year
WHERE is_starter
GROUP BY class_id, school_year
ORDER BY class_id, school_year

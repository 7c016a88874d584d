-- One row is the norm and the national figures of one teljaar and level (null is all of mbo together), with where they
-- come from. What is not known is null.
SELECT DISTINCT ON (teljaar, level)
    teljaar,
    level,
    norm_share,
    n_national,
    national_share,
    status::VARCHAR AS status,
    origin
FROM validated.vsv_norms
ORDER BY teljaar, level, _received DESC

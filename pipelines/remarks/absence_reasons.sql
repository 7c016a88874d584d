-- Reason codes in absence notices that the reason table does not explain.
SELECT
    'redencode ' || reason_code AS about,
    'Deze redencode staat ' || count(*) || ' keer in de absentiemeldingen en niet in de redentabel. '
    || 'Vul de redentabel aan en bouw opnieuw; tot dan verklaart de melding niets.' AS sentence
FROM validated.absence_notices
WHERE reason_code NOT IN (SELECT reason_code FROM validated.absence_reasons)
GROUP BY reason_code

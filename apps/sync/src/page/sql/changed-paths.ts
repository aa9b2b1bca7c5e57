/**
 * SQL of a subquery that compares two versions of a record; it returns one row:
 *
 * - `changed_paths`: the paths of the differences, down to one level inside objects, such as `address.zip`, in order;
 * - `before`: an object with the former values of the top-level fields that differ, whole, or `{}`;
 * - `added`: an array with the names of the top-level fields that the former version does not have, or NULL.
 *
 * With `before` and `added`, the former version is `(new - added) || before`.
 * @param before SQL of the former record; where it is NULL, there are no differences
 * @param after SQL of the new one
 */
export function recordDifferences(before: string, after: string): string {
  return `(
    SELECT coalesce(array_agg(path ORDER BY path), '{}') AS changed_paths,
           coalesce(jsonb_object_agg(key, old) FILTER (WHERE old IS NOT NULL AND is_first), '{}') AS before,
           array_agg(key ORDER BY key) FILTER (WHERE old IS NULL) AS added
      FROM (SELECT field.key, field.old, concat_ws('.', field.key, inner_field.key) AS path,
                   coalesce(inner_field.is_first, true) AS is_first
              FROM (${differences(before, after)}) AS field
              LEFT JOIN LATERAL (
                   SELECT key, row_number() OVER () = 1 AS is_first
                     FROM (${differences(`CASE WHEN ${bothObjects} THEN field.old END`, `CASE WHEN ${bothObjects} THEN field.new END`)}) AS inner_difference
                   ) AS inner_field ON true) AS difference)`
}

/** Both objects are unpacked once, behind OFFSET: a stored one is compressed, and each look-up would unpack it again. */
const differences = (before: string, after: string) => `
           SELECT key, old -> key AS old, new -> key AS new
             FROM (SELECT ${before} || '{}' AS old, ${after} || '{}' AS new OFFSET 0) AS versions
            CROSS JOIN LATERAL jsonb_object_keys(old || new) AS key
            WHERE old -> key IS DISTINCT FROM new -> key`

const bothObjects = `jsonb_typeof(field.old) = 'object' AND jsonb_typeof(field.new) = 'object'`

/**
 * Builds a query string from allowed parameters; undefined ones are omitted. `+` is encoded as `%2B`: unencoded it
 * would be decoded as a space, and `sort=+Id` would not sort.
 * @throws TypeError for a parameter that the resource does not document: ServiceTitan would ignore it and return all
 * records.
 */
export function buildQuery(
  allowed: readonly string[],
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue
    if (!allowed.includes(name)) {
      throw new TypeError(`Expected a documented query parameter (${allowed.join(', ')}), got \`${name}\``)
    }
    query.set(name, value)
  }
  return query.toString()
}

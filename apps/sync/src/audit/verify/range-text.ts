/**
 * Some entries, with the verb in the singular for one of them.
 * @param verb in the singular and in the plural, such as `was` and `were`; none for the entries alone
 */
export function rangeText(from: number, to: number, [one, many] = ['', '']): string {
  return (from === to ? `entry ${from} ${one}` : `entries ${from} to ${to} ${many}`).trim()
}

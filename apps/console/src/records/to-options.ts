/** Names by id, as the options of a select, by name. */
export function toOptions(names: ReadonlyMap<string, string>): { value: string; label: string }[] {
  return [...names]
    .map(([value, label]) => ({ value, label }))
    .toSorted((a, b) => a.label.localeCompare(b.label))
}

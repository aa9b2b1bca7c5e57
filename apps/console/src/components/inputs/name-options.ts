/** An option of a choice: a record by its name. */
export interface NameOption {
  readonly value: string
  readonly label: string
}

/** Names by id as options, sorted. */
export function toOptions(names: ReadonlyMap<string, string>): NameOption[] {
  return [...names]
    .map(([value, label]) => ({ value, label }))
    .toSorted((a, b) => a.label.localeCompare(b.label))
}

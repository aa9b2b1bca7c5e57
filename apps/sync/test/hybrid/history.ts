/** What happened in a run of the whole model, in order, for the message of a failure. */
export interface History {
  /** @param what in a few words; `record` names the record that it concerns. */
  add(what: string, record?: string): void
  /** The lines about some records, and those about no record. @default all */
  lines(records?: readonly string[]): string[]
}

export function createHistory(): History {
  const started = performance.now()
  const all: { readonly line: string; readonly record: string | undefined }[] = []
  return {
    add(what, record) {
      const at = ((performance.now() - started) / 1000).toFixed(3).padStart(8)
      all.push({ line: `${at} ${record ?? ''} ${what}`, record })
    },
    lines: (records) =>
      all
        .filter(({ record }) => records === undefined || record === undefined || records.includes(record))
        .map(({ line }) => line),
  }
}

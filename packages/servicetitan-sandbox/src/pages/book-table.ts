import { writeJson } from '../http/write-record.ts'
import type { BookEntry } from '../writes/book.ts'
import { type Html, html } from './html.ts'
import { table } from './layout.ts'
import { PAGED, pageOf } from './office.ts'

/** The number of entries that are shown. */
const SHOWN = 100

const recordOf = ({ tenantId, resource, id }: BookEntry): Html => {
  const paged = PAGED.find((name) => name === resource)
  return paged
    ? html`<a href="${pageOf(tenantId, paged, id)}">${resource} ${id}</a>`
    : html`${resource} ${id}`
}

/** Longer values are folded. */
const MAX_LENGTH = 200

const valuesOf = ({ values }: BookEntry): Html => {
  const text = writeJson(values)
  const code = html`<code>${text}</code>`
  return text.length <= MAX_LENGTH
    ? code
    : html`<details><summary>${Object.keys(values).length} values</summary>${code}</details>`
}

/** What was written last, newest first. */
export const bookTable = (entries: readonly BookEntry[]): Html => {
  if (entries.length === 0) return html`<p>Nothing was written yet.</p>`
  const rows = entries
    .slice(-SHOWN)
    .toReversed()
    .map((entry) => [
      String(entry.sequence),
      new Date(entry.time).toISOString(),
      entry.by === 'api' ? `API client ${entry.clientId}` : 'person',
      html`<code>${entry.method} ${entry.path}</code>`,
      entry.op,
      recordOf(entry),
      valuesOf(entry),
      entry.requestId ?? '',
    ])
  return table(['#', 'Time', 'By', 'Request', 'Change', 'Record', 'Values', 'Request id'], rows)
}

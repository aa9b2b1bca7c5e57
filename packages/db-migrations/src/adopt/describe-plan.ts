import type { AdoptionPlan, TableAdoption } from './plan-adoption.ts'
import type { CountedRows } from './survey.ts'

/** A plan as lines for people. */
export function describePlan(plan: AdoptionPlan): string[] {
  if (plan.kind === 'nothing') return [plan.reason]
  if (plan.kind === 'refused') {
    return [
      'This database is not what the hand-run scripts made. Nothing was changed. What differs:',
      ...plan.differences.map((difference) => `  - ${difference}`),
    ]
  }
  const lines = plan.resumed ? ['An adoption was interrupted; this goes on after its last table.'] : []
  for (const table of plan.tables) lines.push(...describeTable(table))
  const created = plan.migrations.filter(({ action }) => action !== 'convert').map(({ name }) => name)
  lines.push(`Recorded in the ledger: ${plan.migrations.map(({ name }) => name).join(', ')}`)
  if (created.length > 0) lines.push(`  of these without old rows: ${created.join(', ')}`)
  if (plan.removedFunctions.length > 0) lines.push(`Functions removed: ${plan.removedFunctions.join(', ')}`)
  if (plan.pending.length > 0) lines.push(`Then migrated as usual: ${plan.pending.join(', ')}`)
  lines.push(
    'Each table is one transaction that locks it: its readers and writers wait until its rows are converted.',
    'Each row stays until the next sync, which is a full one and writes it anew. Everything outside schema raw is left as it is.',
  )
  return lines
}

function describeTable(table: TableAdoption): string[] {
  const refused = table.quarantined.reduce((sum, { rows }) => sum + rows, 0)
  const lines = [
    `raw.${table.table}: ${count(table.rows - refused)} kept, ${count(refused)} to quarantine (${megabytes(table.bytes)})`,
  ]
  const add = (line: string) => lines.push(`  ${line}`)
  for (const refusal of table.quarantined) {
    add(`quarantined: ${count(refusal.rows)}, as ${refusal.reason} (${examples(refusal)})`)
  }
  if (table.rebuilt > 0) add(`full_data built from the columns: ${count(table.rebuilt)} without a record`)
  if (table.setAside > 0)
    add(`full_data to quarantine, the row kept: ${count(table.setAside)}, as it is no JSON object`)
  if (table.otherId.rows > 0) {
    add(
      `full_data has another id than st_id, kept as it is: ${count(table.otherId.rows)} (${examples(table.otherId)})`,
    )
  }
  for (const lost of table.unreadable) {
    add(
      `${lost.column} becomes NULL: ${count(lost.rows)}, as the value cannot be read or the record has another (${examples(lost)})`,
    )
  }
  for (const { column, from, to } of table.converted) add(`${column}: ${from} becomes ${to}`)
  if (table.readAsUtc.length > 0) add(`read as UTC: ${table.readAsUtc.join(', ')}`)
  if (table.droppedFields.length > 0) add(`dropped from full_data: ${table.droppedFields.join(', ')}`)
  if (table.removed.length > 0) add(`removed: ${table.removed.join(', ')}`)
  for (const grant of table.grants) add(`kept: ${grant}`)
  for (const grant of table.lostGrants) add(`lost: ${grant}`)
  return lines
}

const examples = ({ rows, examples }: CountedRows) =>
  [...examples, ...(rows > examples.length ? ['…'] : [])].join(', ')
const count = (rows: number) => (rows === 1 ? '1 row' : `${rows.toLocaleString('en')} rows`)

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`
}

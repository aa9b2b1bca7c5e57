import type { AdoptionPlan, TableAdoption } from './plan-adoption.ts'
import type { CountedRows } from './survey.ts'

/** A plan as readable lines. */
export function describePlan(plan: AdoptionPlan): string[] {
  if (plan.kind === 'nothing') return [plan.reason]
  if (plan.kind === 'refused') {
    return [
      'This database differs from what the hand-run scripts create. Nothing was changed. Differences:',
      ...plan.differences.map((difference) => `  - ${difference}`),
      ...(plan.besides.length > 0
        ? ['Once they are resolved:', ...plan.besides.map((line) => `  - ${line}`)]
        : []),
    ]
  }
  const lines = plan.resumed ? ['An adoption was interrupted; this one resumes after its last table.'] : []
  for (const table of plan.tables) lines.push(...describeTable(table))
  const created = plan.migrations.filter(({ action }) => action !== 'convert').map(({ name }) => name)
  lines.push(`Recorded in the ledger: ${plan.migrations.map(({ name }) => name).join(', ')}`)
  if (created.length > 0) lines.push(`  without old rows: ${created.join(', ')}`)
  if (plan.removedFunctions.length > 0) lines.push(`Functions removed: ${plan.removedFunctions.join(', ')}`)
  if (plan.pending.length > 0) lines.push(`Migrated afterwards: ${plan.pending.join(', ')}`)
  lines.push(
    'Each table is converted in one transaction, which locks it for readers and writers.',
    'The next sync is a full one and rewrites each row. Nothing outside schema raw is changed.',
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
    add(`quarantined: ${count(refusal.rows)}: ${refusal.reason} (${examples(refusal)})`)
  }
  if (table.rebuilt > 0) add(`full_data built from the columns: ${count(table.rebuilt)} without a record`)
  if (table.setAside > 0) add(`full_data quarantined, row kept: ${count(table.setAside)}: no JSON object`)
  if (table.otherId.rows > 0) {
    add(
      `full_data.id differs from st_id, unchanged: ${count(table.otherId.rows)} (${examples(table.otherId)})`,
    )
  }
  for (const lost of table.unreadable) {
    add(
      `${lost.column} becomes NULL: ${count(lost.rows)}: unreadable, or different in the record (${examples(lost)})`,
    )
  }
  for (const { column, from, to } of table.converted) add(`${column}: ${from} becomes ${to}`)
  for (const column of table.kept) add(describeKept(column))
  if (table.excludedColumns.length > 0)
    add(`not stored, as in the sync, and lost: ${table.excludedColumns.join(', ')}`)
  if (table.readAsUtc.length > 0) add(`read as UTC: ${table.readAsUtc.join(', ')}`)
  if (table.droppedFields.length > 0) add(`excluded from full_data: ${table.droppedFields.join(', ')}`)
  if (table.removed.length > 0) add(`removed: ${table.removed.join(', ')}`)
  for (const grant of table.grants) add(`kept: ${grant}`)
  for (const grant of table.lostGrants) add(`lost: ${grant}`)
  return lines
}

function describeKept({ name, type, values, expected, asText }: TableAdoption['kept'][number]): string {
  const many = values === 1 ? '1 value' : `${values.toLocaleString('en')} values`
  const reason =
    expected === undefined ? '' : `: not ${expected}, so the new column is read from the record only`
  return `kept in raw.adopted_columns: ${name} (${type}), ${many}${asText ? ' as text' : ''}${reason}`
}

const examples = ({ rows, examples }: CountedRows) =>
  [...examples, ...(rows > examples.length ? ['…'] : [])].join(', ')
const count = (rows: number) => (rows === 1 ? '1 row' : `${rows.toLocaleString('en')} rows`)

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`
}

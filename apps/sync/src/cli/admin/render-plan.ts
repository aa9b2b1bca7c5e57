import { counted, formatCount, renderTable } from 'cli-kit'
import type { ChangesLeft } from '../../domains/changes-left.ts'
import { oneWay, type Switch, type SwitchPlan } from '../../domains/plan-switch.ts'

/** A plan of a switch, for people. */
export function renderPlan(plan: SwitchPlan, { mode, discards = false }: Switch): string {
  const { changes, records, left, obstacles, unsent } = plan
  if (changes.length === 0) return 'Nothing to switch.'
  const rows = Object.entries(records).map(([table, count]) => [table, formatCount(count)])
  const reasons = unsent === null ? obstacles : [...obstacles, unsent]
  return [
    renderTable(['table', 'records'], rows, ['records']),
    ...(mode === 'lazi' ? [oneWay] : []),
    ...(left === null ? [] : renderLeft(left, discards)),
    ...(reasons.length > 0 ? ['It would be refused:', ...reasons.map((line) => `- ${line}`)] : []),
  ].join('\n')
}

/** What ServiceTitan lacks, and what would be lost without it. */
function renderLeft({ records, created, openConflicts, fields }: ChangesLeft, discards: boolean): string[] {
  const states = Object.entries(records).map(([state, count]) => `${formatCount(count)} ${state}`)
  if (states.length === 0 && openConflicts === 0) return ['ServiceTitan has every change.']
  const values = fields.map(
    ({ table, field, records: count }) => `${table}.${field} of ${counted(count, 'record')}`,
  )
  return [
    `ServiceTitan lacks changes of records: ${states.join(', ') || 'none'}. ${counted(openConflicts, 'conflict is', 'conflicts are')} open.`,
    ...(values.length > 0
      ? [
          `${discards ? "LAZI's values that are lost" : "LAZI's values that would be lost with --discard"}: ${values.join(', ')}.`,
        ]
      : []),
    ...(created > 0
      ? [
          `${counted(created, 'record')} that ServiceTitan lacks stay in LAZI, where they cannot be changed then.`,
        ]
      : []),
  ]
}

import { counted } from 'cli-kit'
import type { ExchangeState } from 'records/synced'
import { movingOf } from '../domains/changes-left.ts'
import { exchangeProblems } from '../status/exchange-problems.ts'
import { type Check, ok } from './check.ts'

/** Checks that the changes of people reach ServiceTitan; nothing where they are not sent. */
export function checkExchange(state: ExchangeState): Check[] {
  const { tenantId, domains, records } = state
  if (domains.length === 0) return []
  const name = `tenant ${tenantId}, exchange`
  const problems = exchangeProblems(state, Date.now())
  if (problems.length > 0) return problems.map((problem) => ({ name, ...problem }))
  const waiting = movingOf(records)
  return [
    ok(
      name,
      waiting === 0
        ? 'ServiceTitan has every change'
        : `${counted(waiting, 'record')} on the way to ServiceTitan`,
    ),
  ]
}

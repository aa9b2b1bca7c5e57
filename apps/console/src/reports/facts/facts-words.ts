import type { FactsState } from 'api/client'

/** `jobs, technician visits`, from `analytics.jobs` and `technician_visits`. */
export function wordsOfFacts(facts: readonly string[]): string {
  return facts.map((fact) => fact.replace(/^analytics\./, '').replaceAll('_', ' ')).join(', ')
}

/** `3 of 8 facts complete`, or `all 8 facts complete`. */
export function describeFacts({ facts: { complete, total } }: Pick<FactsState, 'facts'>): string {
  return complete === total ? `all ${total} facts complete` : `${complete} of ${total} facts complete`
}

/** `jobs, technician visits`, from `analytics.jobs` and `technician_visits`. */
export function wordsOfFacts(facts: readonly string[]): string {
  return facts.map((fact) => fact.replace(/^analytics\./, '').replaceAll('_', ' ')).join(', ')
}

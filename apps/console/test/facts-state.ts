import type { FactsState } from 'api/client'

/** The state of facts of which all are complete and none is late. */
export const factsState: FactsState = {
  seq: '9',
  lagSeconds: 0,
  complete: ['jobs'],
  facts: { complete: 1, total: 1 },
  rebuilding: [],
  heldBack: 0,
  error: null,
}

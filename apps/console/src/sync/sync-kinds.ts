import type { RunKind } from 'api/client'

export interface SyncKindLabel {
  readonly label: string
  readonly description: string
}

/** What each kind of sync does, in the order of the menu. */
export const syncKinds: Readonly<Record<RunKind, SyncKindLabel>> = {
  incremental: { label: 'What changed', description: 'From the stored cursor on' },
  hot: { label: 'The newest', description: 'Also what the feeds hold back for 15 minutes' },
  full: { label: 'Everything', description: 'Reads all records, and marks those that are gone' },
  verify: { label: 'Verify', description: 'Counts against ServiceTitan, and mends what differs' },
}

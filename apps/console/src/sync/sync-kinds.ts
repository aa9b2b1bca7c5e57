import type { RunKind } from 'api/client'

export interface SyncKindLabel {
  readonly label: string
  readonly description: string
}

/** The kinds of syncs, in the order of the menu. */
export const syncKinds: Readonly<Record<RunKind, SyncKindLabel>> = {
  incremental: { label: 'Incremental', description: 'Reads changes since the stored cursor' },
  hot: {
    label: 'Hot',
    description: 'Incremental, including changes that the feeds hold back for 15 minutes',
  },
  full: { label: 'Full', description: 'Reads all records, and marks deleted ones' },
  verify: { label: 'Verify', description: 'Compares counts with ServiceTitan, and repairs differences' },
}

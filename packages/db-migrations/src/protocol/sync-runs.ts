/** Kinds of runs: `raw.sync_runs.kind`. */
export const runKinds = ['full', 'incremental', 'hot', 'verify'] as const

/**
 * full: reads the whole resource and detects deleted records; incremental: reads changes since the stored cursor;
 * hot: as incremental, without the feed's delay; verify: compares counts with ServiceTitan and repairs differences.
 */
export type RunKind = (typeof runKinds)[number]

/** `raw.sync_runs.status`. */
export const runStatuses = ['running', 'succeeded', 'failed', 'interrupted'] as const
export type RunStatus = (typeof runStatuses)[number]

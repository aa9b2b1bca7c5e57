/** Kinds of runs: `raw.sync_runs.kind`. */
export const runKinds = ['full', 'incremental', 'hot', 'verify'] as const

/**
 * full: all of the resource, which can tell what is gone; incremental: what changed, from the stored cursor;
 * hot: the same without the feed's lag; verify: counts compared with ServiceTitan's, differences mended.
 */
export type RunKind = (typeof runKinds)[number]

/** `raw.sync_runs.status`. */
export const runStatuses = ['running', 'succeeded', 'failed', 'interrupted'] as const
export type RunStatus = (typeof runStatuses)[number]

/** `raw.worker_state.state`: of all workers together. */
export const workerStates = ['alive', 'stopped', 'vanished', 'never'] as const

/**
 * alive: at least one runs; stopped: the last one was stopped; vanished: the last one was killed, froze, or lost the
 * database; never: none has run yet, except until nothing was due (`--once`).
 */
export type WorkerState = (typeof workerStates)[number]

/** Interval in which a worker refreshes `raw.workers.seen_at`, in milliseconds; it counts as alive for three of them. */
export const workerBeatMs = 15_000

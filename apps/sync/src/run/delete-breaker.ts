/** More records are gone than a full sync may mark as deleted without permission. */
export class DeleteBreakerError extends Error {
  override readonly name = 'DeleteBreakerError'
  readonly code = 'TOO_MANY_DELETES'
  /** Ids of the records that ServiceTitan no longer returns. */
  readonly suspects: readonly string[]

  constructor(resource: string, suspects: readonly string[], rows: number, allowed: number) {
    const first = suspects.slice(0, 10).join(', ')
    super(
      `${suspects.length} of ${rows} ${resource} are no longer in ServiceTitan; at most ${allowed} are marked as deleted without permission (${first}${suspects.length > 10 ? ', …' : ''}; all: raw.delete_suspects). Nothing was marked as deleted. If the records are really gone, run: sync run ${resource} --full --allow-deletes`,
    )
    this.suspects = suspects
  }
}

const SHARE = 0.05
const AT_LEAST = 10

/** How many of `rows` rows a full sync may mark as deleted without permission. */
export function allowedDeletes(rows: number): number {
  return Math.max(AT_LEAST, Math.floor(rows * SHARE))
}

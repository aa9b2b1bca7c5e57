/** More rows seem deleted in ServiceTitan than a full sync may mark as deleted without `--allow-deletes`. */
export class DeletionLimitError extends Error {
  override readonly name = 'DeletionLimitError'
  readonly code = 'TOO_MANY_DELETES'
  /** Ids of the rows that no page contained, less those that ServiceTitan returned by id. */
  readonly suspects: readonly string[]

  constructor({
    resource,
    suspects,
    deleted,
    rows,
    allowed,
  }: {
    readonly resource: string
    readonly suspects: readonly string[]
    /** How many of the suspects were requested by id and not returned. */
    readonly deleted: number
    /** How many rows the table has. */
    readonly rows: number
    readonly allowed: number
  }) {
    const first = suspects.slice(0, 10).join(', ')
    super(
      `No row was marked as deleted: ServiceTitan did not return ${deleted} of ${rows} ${resource}, and without --allow-deletes a full sync may mark at most ${allowed}. Suspects (these, and rows not yet requested by id): ${suspects.length}: ${first}${suspects.length > 10 ? ', …' : ''} (all: raw.delete_suspects). If the records really were deleted, run: pnpm sync run ${resource} --full --allow-deletes`,
    )
    this.suspects = suspects
  }
}

const SHARE = 0.05
const AT_LEAST = 10

/** How many of `rows` rows a full sync may mark as deleted without `--allow-deletes`. */
export function allowedDeletes(rows: number): number {
  return Math.max(AT_LEAST, Math.floor(rows * SHARE))
}

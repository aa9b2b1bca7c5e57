/** More rows seem deleted in ServiceTitan than a full sync may mark as deleted without `--allow-deletes`. */
export class DeletionLimitError extends Error {
  override readonly name = 'DeletionLimitError'
  readonly code = 'TOO_MANY_DELETES'
  /** Ids of the rows that no page contained, less those that ServiceTitan returned by id. */
  readonly suspects: readonly string[]

  /** The numbers and ids that the message contains. */
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
      `${suspects.length} of ${rows} ${resource} are missing from the full sync, and ServiceTitan does not return ${deleted} of them by id; at most ${allowed} may be marked as deleted without --allow-deletes, so none was. Their ids: ${first}${suspects.length > 10 ? ', … (all: raw.delete_suspects)' : ' (raw.delete_suspects)'}. If the records really were deleted, run: sync run ${resource} --full --allow-deletes`,
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

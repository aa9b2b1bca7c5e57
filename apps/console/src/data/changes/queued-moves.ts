import type { Move } from './move.ts'

/** The moves that were made and are not answered yet. */
export interface QueuedMoves<Shown> {
  /** @param former what was shown before the move */
  readonly add: (move: Move, former: Shown | undefined) => void
  /** The move as it is to be sent: with what a refused one before it was about. */
  readonly toSend: (move: Move) => Move
  readonly done: (move: Move) => void
  /**
   * Takes a refused move out. The next one of the same appointment, if there is one, takes its place: it began from what
   * the refused one would have made.
   * @returns what was shown before the move; undefined: a later move takes its place
   */
  readonly refused: (move: Move) => { readonly former: Shown | undefined } | undefined
}

interface Queued<Shown> {
  /** As it was made. */
  readonly move: Move
  /** As it is to be sent. */
  sent: Move
  former: Shown | undefined
}

/**
 * Moves in the order in which they were made. A move says from whom to whom: when the one before it was refused, the
 * appointment still has the technicians from before that one, and its time.
 */
export function queuedMoves<Shown>(): QueuedMoves<Shown> {
  let queue: readonly Queued<Shown>[] = []
  const find = (move: Move) => queue.find((queued) => queued.move === move)
  const remove = (move: Move) => {
    queue = queue.filter((queued) => queued.move !== move)
  }
  return {
    add: (move, former) => {
      queue = [...queue, { move, sent: move, former }]
    },
    toSend: (move) => find(move)?.sent ?? move,
    done: remove,
    refused: (move) => {
      const refused = find(move)
      remove(move)
      const next = queue.find((queued) => queued.move.appointment.id === move.appointment.id)
      if (!refused || !next) return { former: refused?.former }
      const { from, time } = refused.sent
      next.sent = { ...next.sent, from, time: next.sent.time ?? time }
      next.former = refused.former
      return undefined
    },
  }
}

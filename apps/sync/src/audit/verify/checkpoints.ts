import { readFileSync } from 'node:fs'
import { errorText, UsageError } from 'cli-kit'
import { type Note, readNote } from '../note.ts'
import type { Findings } from './findings.ts'

/** The notes of a file. */
export interface CheckpointFile {
  readonly notes: readonly Note[]
  /** Pieces of the file that are no note, such as one that a killed process began. */
  readonly unreadable: number
}

/**
 * Reads a file of checkpoints: one note, or any number of them, one after the other.
 * @throws {UsageError} when there is no checkpoint in it
 */
export function readCheckpoints(file: string): CheckpointFile {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`The checkpoints cannot be read: ${errorText(error)}.`)
  }
  const pieces = text.split(/^(?=lazi-data\/)/m).filter((piece) => piece.trim() !== '')
  const notes = pieces.map((piece) => readNote(`${piece.trimEnd()}\n`))
  const readable = notes.filter((note) => note !== null)
  if (readable.length === 0) throw new UsageError(`There is no checkpoint in ${file}.`)
  return { notes: readable, unreadable: notes.length - readable.length }
}

/** The checkpoints of one log, compared while it is read. */
export class LogCheckpoints {
  /** The number of checkpoints that agree. */
  agreed = 0
  /** Sizes of checkpoints of a beginning that is not kept any more, and that no seal has. */
  readonly notCompared: number[] = []
  /** The last size at which one agreed. */
  #good = 0
  readonly #waiting: Map<number, Note[]>

  constructor(notes: readonly Note[]) {
    this.#waiting = Map.groupBy(notes, ({ size }) => size)
  }

  /** @param root of the entries up to `size`, or how to compute it, which takes time */
  compare(size: number, root: Buffer | (() => Buffer), findings: Findings): void {
    const notes = this.#waiting.get(size)
    if (!notes) return
    this.#waiting.delete(size)
    const computed = typeof root === 'function' ? root() : root
    const bad = notes.filter((note) => !note.root.equals(computed))
    this.agreed += notes.length - bad.length
    if (bad.length > 0) {
      const seq = findings.within(this.#good, size) ?? this.#good + 1
      findings.addLeaf(
        seq,
        `the checkpoint of size ${size} has another root: an entry up to ${size} was changed`,
      )
    } else this.#good = size
  }

  /** Reports those that were not compared. */
  end(end: number, findings: Findings): void {
    for (const size of [...this.#waiting.keys()].sort((one, other) => one - other)) {
      if (size > end) {
        findings.addLeaf(
          end + 1,
          `the checkpoint of size ${size} has entries that are missing: the log has ${end}`,
        )
      } else this.notCompared.push(size)
    }
  }
}

import { Frontier } from '../frontier.ts'
import type { PublicKey } from '../keys.ts'
import { sha256 } from '../leaf.ts'
import { type Note, readNote } from '../note.ts'
import type { Findings } from './findings.ts'
import type { StoredSeal } from './read-rows.ts'

/** With which keys the seals should be signed. */
export interface Keys {
  readonly keys: readonly PublicKey[]
  /** Whether every seal after the first signed one has to be signed, and at least one if there are seals. */
  readonly isRequired: boolean
}

/** A seal that was looked at. */
export interface CheckedSeal {
  readonly size: number
  /** The root that its note says, or its row if the note is not genuine. */
  readonly root: Buffer
  /** Its note; null: it cannot be read, or is signed by another key. */
  readonly note: Note | null
  /** The tree up to the seal; null: its frontier was changed. */
  readonly tree: () => Frontier | null
}

/** What is known of the signatures of a log's seals. */
export interface Signatures {
  readonly seals: number
  readonly unsigned: number
  /** The signed seals that no key was given for. */
  readonly unchecked: number
}

/** Checks the seals of a log one after the other: each in itself, its signature, and that it follows the former one. */
export function createSealCheck(origin: string, { keys, isRequired }: Keys, findings: Findings) {
  let former: StoredSeal | null = null
  let [seals, signed, unsigned, unchecked] = [0, 0, 0, 0]

  function checkNote(seal: StoredSeal): Note | null {
    const bad = (what: string) => findings.add(seal.size, `seal ${seal.size}: ${what}`)
    const note = readNote(seal.note)
    if (note === null) {
      bad('its note was changed')
      return null
    }
    if (note.origin !== origin) bad(`its note is of another log, ${note.origin}`)
    const isAsNoted =
      note.size === seal.size &&
      note.root.equals(seal.root) &&
      note.throughAt === seal.throughAt &&
      // The note has milliseconds.
      note.sealedAt.replace('Z', '000Z') === seal.sealedAt &&
      isSame(note.former, seal.former)
    if (!isAsNoted) bad('it differs from its note')
    const isForged = note.isSigned && keys.length > 0 && !note.isSignedBy(keys)
    if (isForged) bad('it is not signed by a given key')
    if (!note.isSigned && isRequired && signed > 0) bad('it is not signed, although a former one is')
    if (note.isSigned) signed++
    else unsigned++
    if (note.isSigned && keys.length === 0) unchecked++
    return isForged ? null : note
  }

  return {
    check(seal: StoredSeal): CheckedSeal {
      seals++
      const note = checkNote(seal)
      const formerHash = former === null ? null : sha256(former.note)
      // The row of the seal was compared with its note, which says it too.
      if (!isSame(formerHash, note === null ? seal.former : note.former)) {
        findings.add(
          former?.size ?? seal.size,
          `seal ${seal.size} does not follow ${former === null ? 'from nothing' : `seal ${former.size}`}: a seal was changed or removed`,
        )
      }
      former = seal
      const tree = () => {
        const frontier = Frontier.of(seal.size, seal.frontier)
        return frontier?.root().equals(seal.root) ? frontier : null
      }
      if (tree() === null)
        findings.add(seal.size, `seal ${seal.size}: its frontier does not lead to its root`)
      return { size: seal.size, root: (note ?? seal).root, note, tree }
    },
    end(): Signatures {
      if (isRequired && seals > 0 && signed === 0)
        findings.add(former?.size ?? null, 'no seal is signed, although a public key is given')
      return { seals, unsigned, unchecked }
    },
  }
}

/** Whether two hashes are the same, or both missing. */
function isSame(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other)
}

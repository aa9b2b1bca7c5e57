import type { ObjectMembers } from '../../postgres/binary-array.ts'

/** A member that is added to each record. */
export interface AddedMember {
  readonly name: string
  /** Its key and value as JSON. */
  readonly text: Buffer
}

/** Sorts the members of records into jsonb's order, so that the server need not sort them. */
export interface MemberOrder {
  /**
   * Adds a member of the current record: the start and end of its text.
   * @param position the number of members before it
   */
  set(position: number, start: number, end: number): void
  /**
   * Returns the members of the current record. If its version and count equal those of the previous record, the member
   * names are the same and its order is reused.
   * @param count the number of members that were set
   * @param names returns the names, in the order of the text
   */
  end(count: number, version: number, names: () => readonly string[]): ObjectMembers
}

/** @param most the maximum number of members of a record; `end` is not called for a record with more */
export function createMemberOrder(most: number, added: readonly AddedMember[]): MemberOrder {
  const members = {
    order: [] as readonly number[],
    added: added.map(({ text }) => text),
    starts: new Int32Array(most),
    ends: new Int32Array(most),
  }
  let ordered = -1
  return {
    set(position, start, end) {
      members.starts[position] = start
      members.ends[position] = end
    },
    end(count, version, names) {
      if (version !== ordered || members.order.length !== count + added.length) {
        members.order = orderOf(names(), added)
        ordered = version
      }
      return members
    },
  }
}

function orderOf(names: readonly string[], added: readonly AddedMember[]): number[] {
  const keys = [...names, ...added.map(({ name }) => name)].map((name) => Buffer.from(name))
  const isBefore = (a: number, b: number) => compareKeys(keys[a] as Buffer, keys[b] as Buffer)
  const positions = [...keys.keys()].sort(isBefore)
  return positions.map((position) => (position < names.length ? position : names.length - 1 - position))
}

/** The order of keys in jsonb (lengthCompareJsonbString in src/backend/utils/adt/jsonb_util.c). */
const compareKeys = (a: Buffer, b: Buffer) => a.length - b.length || a.compare(b)

import type { TextsField, ValueField } from './merge-fields.ts'
import { type Known, type MergedValue, mergeValue, type Reading } from './merge-value.ts'
import type { Conflict } from './synced-record.ts'

/** Texts by key; one that is null is not there. */
type Texts = Readonly<Record<string, unknown>>

/** What LAZI knows of texts by key. */
export interface TextsState {
  readonly local: Texts
  /** Null: clean. */
  readonly base: Texts | null
  /** What an attempt sent of them whose outcome is not known. */
  readonly sent: Texts | null
  /** The open conflict of a key. */
  readonly openOf: (key: string) => Conflict | null
  readonly putBacksOf: (key: string) => number
}

export interface MergedTexts {
  readonly local: Texts
  readonly base: Known | null
  readonly sent: Texts | null
  readonly conflicts: readonly Conflict[]
  /** The keys whose open conflict is over. */
  readonly settled: readonly string[]
}

/** The name of a text in conflicts: `customFields.12`. */
export const textName = (field: string, key: string) => `${field}.${key}`

/** A text as a field of its own. */
export const textField = ({ owner, onConflict }: TextsField): ValueField => ({
  kind: 'text',
  owner,
  onConflict,
})

/** Merges texts by key, each by the rules of one value. */
export function mergeTexts(
  name: string,
  field: TextsField,
  was: TextsState,
  theirs: Texts,
  reading: Reading,
): MergedTexts {
  const keys = [...new Set([was.local, was.base ?? {}, was.sent ?? {}, theirs].flatMap(Object.keys))]
  const merged = keys.map((key): readonly [string, MergedValue] => {
    const mine = was.local[key] ?? null
    const base = was.base === null ? mine : (was.base[key] ?? null)
    const sent = was.sent !== null && Object.hasOwn(was.sent, key) ? { value: was.sent[key] } : null
    const isDirty = was.base !== null && (base !== mine || sent !== null)
    const state = {
      local: mine,
      base: isDirty ? { value: base } : null,
      sent,
      open: was.openOf(key),
      putBacks: was.putBacksOf(key),
    }
    return [key, mergeValue(textName(name, key), textField(field), state, theirs[key] ?? null, reading)]
  })
  const sent = merged.flatMap(([key, { sent }]) => (sent === null ? [] : [[key, sent.value] as const]))
  const isDirty = merged.some(([, { base }]) => base !== null)
  return {
    // One that ServiceTitan has as null stays so, as it is projected.
    local: Object.fromEntries(
      merged.flatMap(([key, { local }]) =>
        local !== null || theirs[key] === null ? [[key, local] as const] : [],
      ),
    ),
    base: isDirty
      ? { value: textsOf(merged.map(([key, { base, local }]) => [key, base ? base.value : local])) }
      : null,
    sent: sent.length === 0 ? null : Object.fromEntries(sent),
    conflicts: merged.flatMap(([, { conflict }]) => conflict ?? []),
    settled: merged.flatMap(([key, { isSettled }]) => (isSettled ? [key] : [])),
  }
}

const textsOf = (entries: readonly (readonly [string, unknown])[]): Texts =>
  Object.fromEntries(entries.filter(([, text]) => text !== null))

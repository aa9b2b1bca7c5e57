import type { WritableField, WritableTable } from '../fields/field.ts'
import type { ComparedKind } from './comparison.ts'

/** Which side's value stays when both have changed it; `ask`: a person decides. */
export type ConflictPolicy = 'servicetitan' | 'lazi' | 'ask'

/** Whose a field is: of one side, whose value always stays, or of both. */
export type FieldOwner = 'servicetitan' | 'lazi' | 'shared'

interface Ruled {
  readonly owner: FieldOwner
  /** For a field of both sides. */
  readonly onConflict: ConflictPolicy
}

/** One value. */
export interface ValueField extends Ruled {
  readonly kind: ComparedKind
}

/** Values that are agreed upon together: an object of its members. */
export interface GroupField extends Ruled {
  readonly kind: 'group'
  readonly members: Readonly<Record<string, ComparedKind>>
}

/** A list of ids without order: each member is agreed upon alone, so it has no conflicts. */
interface SetField extends Ruled {
  readonly kind: 'set'
}

/** Texts by key: each is agreed upon alone, as the field `<name>.<key>`. */
export interface TextsField extends Ruled {
  readonly kind: 'texts'
}

/** What is agreed upon as one: a field, or the fields of a group. */
export type MergeField = ValueField | GroupField | SetField | TextsField

/** By the name of the field or of the group, as in the outbox. */
export type MergeFields = Readonly<Record<string, MergeField>>

/** What of a field's rules a tenant has set otherwise, by the name of the field or of the group. */
export type FieldRules = Readonly<Record<string, Partial<Ruled>>>

/**
 * How the fields of a table that people can change are merged.
 * @param rules what a tenant has set otherwise; a field that ServiceTitan owns stays its own
 * @example
 * mergeFieldsOf(jobFields, { priority: { onConflict: 'lazi' } })
 */
export function mergeFieldsOf(
  { fields }: Pick<WritableTable, 'fields'>,
  rules: FieldRules = {},
): MergeFields {
  const units = Map.groupBy(Object.entries(fields), ([name, field]) => field.group ?? name)
  return Object.fromEntries(
    [...units].map(([name, members]) => {
      const all = members.map(([, field]) => field)
      const isTheirs = all.some(({ ownerInHybrid }) => ownerInHybrid === 'servicetitan')
      const ruled: Ruled = {
        owner: isTheirs ? 'servicetitan' : (rules[name]?.owner ?? 'shared'),
        onConflict:
          rules[name]?.onConflict ?? all.find(({ onConflict }) => onConflict)?.onConflict ?? 'servicetitan',
      }
      return [name, mergeFieldOf(members, ruled)]
    }),
  )
}

function mergeFieldOf(members: readonly (readonly [string, WritableField])[], ruled: Ruled): MergeField {
  const [[, first] = []] = members
  if (first === undefined) throw new Error('Expected a field')
  if (first.group !== undefined) {
    const kinds = members.map(([name, field]) => [name, comparedKindOf(field)] as const)
    return {
      kind: 'group',
      members: Object.fromEntries(kinds),
      owner: ruled.owner,
      onConflict: ruled.onConflict,
    }
  }
  const kind =
    first.kind === 'records' ? 'set' : first.kind === 'customFields' ? 'texts' : comparedKindOf(first)
  return { kind, owner: ruled.owner, onConflict: ruled.onConflict }
}

function comparedKindOf(field: WritableField): ComparedKind {
  if (field.comparedAs !== undefined) return field.comparedAs
  switch (field.kind) {
    case 'text':
      return field.isLong ? 'html' : 'text'
    case 'record':
      return 'id'
    case 'records':
    case 'customFields':
      throw new Error(`Expected a single value, got ${field.kind}`)
    default:
      return field.kind
  }
}

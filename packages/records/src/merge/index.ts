export { type ComparedKind, comparable, isOlder, isSameValue } from './comparison.ts'
export { type Decided, decideConflict } from './decide-conflict.ts'
export { groupValues, ungroupValues } from './group-values.ts'
export {
  type ConflictPolicy,
  type FieldOwner,
  type FieldRules,
  type MergeField,
  type MergeFields,
  mergeFieldsOf,
} from './merge-fields.ts'
export { confirmAnswer, mergeVersion } from './merge-record.ts'
export { changeSet, setChange } from './merge-set.ts'
export { maxPutBacks } from './merge-value.ts'
export { isFieldFormOf, isSameField } from './same-field.ts'
export type { Attempt, Conflict, Merged, SetChange, SyncedRecord, Values, Version } from './synced-record.ts'
export { valuesToSend } from './values-to-send.ts'

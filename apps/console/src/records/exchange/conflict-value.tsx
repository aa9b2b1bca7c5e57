import { fieldLabel } from '../field-label.ts'
import { FieldValue } from '../history/field-value.tsx'

/** A value of a field, or those of fields that are agreed upon together, one a line. */
export function ConflictValue({ value }: { readonly value: unknown }) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return <FieldValue value={value} />
  return Object.entries(value).map(([name, member]) => (
    <div key={name}>
      {fieldLabel(name)}: <FieldValue value={member} />
    </div>
  ))
}

import { Text } from '@mantine/core'
import type { WritableTable } from 'api/client'
import { Facts } from '../../components/values/facts.tsx'
import { fieldLabel } from '../field-label.ts'
import { FieldValue } from '../history/field-value.tsx'

export interface ReadOnlyFieldsProps {
  readonly table: Pick<WritableTable, 'readOnly'>
  readonly record: object
}

/** The fields of a record that people cannot change, each with its value and the reason. */
export function ReadOnlyFields({ table, record }: ReadOnlyFieldsProps) {
  const values = record as Readonly<Record<string, unknown>>
  return (
    <details>
      <summary>Fields that cannot be changed here</summary>
      <Facts
        facts={Object.entries(table.readOnly).map(([name, reason]) => [
          fieldLabel(name),
          <span key={name}>
            <FieldValue value={values[name]} />
            <Text component="span" display="block" size="xs" c="dimmed">
              {reason}
            </Text>
          </span>,
        ])}
      />
    </details>
  )
}

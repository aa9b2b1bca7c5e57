import { SimpleGrid } from '@mantine/core'
import type { WritableTable } from 'api/client'
import { FieldInput, type RecordForm } from './field-input.tsx'
import classes from './form-fields.module.css'

export interface FormFieldsProps {
  readonly table: Pick<WritableTable, 'fields'>
  readonly form: RecordForm
  /** The fields to show, in this order. @default all */
  readonly names?: readonly string[] | undefined
}

/** The inputs of a record's fields: two columns on a wide screen, one on a narrow one. */
export function FormFields({ table: { fields }, form, names = Object.keys(fields) }: FormFieldsProps) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
      {names.map((name) => {
        const field = fields[name]
        if (!field) return null
        const isWide = field.kind === 'text' && field.isLong
        return (
          <div key={name} className={isWide || field.kind === 'customFields' ? classes.wide : undefined}>
            <FieldInput name={name} field={field} form={form} />
          </div>
        )
      })}
    </SimpleGrid>
  )
}

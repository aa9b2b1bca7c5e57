import { useForm } from '@mantine/form'
import type { WritableTable } from 'api/client'
import { useState } from 'react'
import type { RecordForm } from '../../records/forms/field-input.tsx'
import { type FormValues, newValues, problemsOf, toFormValues } from '../../records/forms/form-values.ts'
import { showRefusal } from '../../records/forms/show-refusal.ts'
import { useAccount } from '../../session/use-accounts.ts'

/** One part of the page: the form of a new record, or the choice of one that exists. */
export interface SectionForm {
  readonly table: Pick<WritableTable, 'fields'>
  readonly form: RecordForm
  /** Why the record was refused, as far as it belongs to none of its fields. */
  readonly refusal: string | undefined
  readonly refuse: (error: Error, prefix?: string) => void
  /** Shows what is wrong. @returns whether nothing is */
  readonly check: () => boolean
  /** The values for the API. */
  readonly values: () => Record<string, unknown>
}

/** The state of a section. @param initial values that differ from those of the fields */
export function useSectionForm(
  table: Pick<WritableTable, 'fields'>,
  initial: FormValues = {},
  problems: (values: FormValues) => Record<string, string> = () => ({}),
): SectionForm {
  const { timeZone } = useAccount()
  const [refusal, setRefusal] = useState<string>()
  const form = useForm<FormValues>({
    initialValues: { ...toFormValues(table, undefined, timeZone), ...initial },
    validate: (values) => ({ ...problemsOf(table, values), ...problems(values) }),
  })
  return {
    table,
    form,
    refusal,
    refuse: (error, prefix) => setRefusal(showRefusal(form, error, prefix)),
    check: () => {
      setRefusal(undefined)
      return !form.validate().hasErrors
    },
    values: () => newValues(table, form.getValues(), timeZone),
  }
}

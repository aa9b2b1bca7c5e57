import { useForm } from '@mantine/form'
import type { RecordChanges, Row, WritableTable } from 'api/client'
import { useState } from 'react'
import { meanwhileOf, sendForVersion } from '../../data/changes/send-for-version.ts'
import { useChange } from '../../data/changes/use-change.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { changedValues, type FormValues, problemsOf, rebasedValues, toFormValues } from './form-values.ts'
import { showRefusal } from './show-refusal.ts'

export interface EditOptions<Name extends keyof RecordChanges> {
  readonly resource: Name
  readonly table: Pick<WritableTable, 'fields'>
  /** The record when the form was opened. */
  readonly record: Row<Name>
  readonly onSaved: () => void
  /** Nothing was edited. */
  readonly onUnchanged: () => void
}

interface Base {
  readonly version: number
  readonly values: FormValues
}

/**
 * The state of a form that changes a record. When another person changed other fields meanwhile, they are kept; when it is
 * one of the fields that were edited, `conflicts` names them, and the next submit replaces the other value.
 */
export function useEdit<Name extends keyof RecordChanges>(options: EditOptions<Name>) {
  const { resource, table, record, onSaved, onUnchanged } = options
  const account = useAccount()
  const { timeZone } = account
  const [base, setBase] = useState<Base>(() => ({
    version: record.version,
    values: toFormValues(table, record, timeZone),
  }))
  const [conflicts, setConflicts] = useState<readonly string[]>([])
  const [refusal, setRefusal] = useState<string>()
  const form = useForm<FormValues>({
    initialValues: base.values,
    // What was not edited is not sent, and need not be right.
    validate: (values) => problemsOf(editedOf(table, base.values, values), values),
  })
  const change = useChange(account, {
    send: (client, changes: Record<string, unknown>) =>
      sendForVersion({ id: record.id, version: base.version }, Object.keys(changes), (at) =>
        client.change(resource, at, changes as RecordChanges[Name]),
      ),
    onDone: onSaved,
    onRefused: (error, changes) => {
      const meanwhile = meanwhileOf(error)
      if (!meanwhile) return setRefusal(showRefusal(form, error))
      const values = toFormValues(table, meanwhile.current, timeZone)
      const mine = form.getValues()
      setBase({ version: meanwhile.current.version, values })
      form.setValues(rebasedValues(table, { before: base.values, mine, theirs: values }))
      const { changedSince } = meanwhile
      setConflicts(
        Object.keys(changes).filter((name) => name in values && (changedSince?.includes(name) ?? true)),
      )
    },
  })
  return {
    form,
    refusal,
    isSending: change.isPending,
    /** The fields that both have changed. */
    conflicts: conflicts.filter((name) => differs(form.values[name], base.values[name])),
    /** The values of the record as it is now, as far as it is known. */
    theirs: base.values,
    take: (name: string) => form.setFieldValue(name, base.values[name] ?? ''),
    submit: form.onSubmit((values) => {
      setRefusal(undefined)
      const changes = changedValues(table, base.values, values, timeZone)
      if (Object.keys(changes).length === 0) onUnchanged()
      else change.mutate(changes)
    }),
  }
}

const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b)

/** The fields whose values were edited. */
function editedOf(
  { fields }: Pick<WritableTable, 'fields'>,
  before: FormValues,
  values: FormValues,
): Pick<WritableTable, 'fields'> {
  const edited = Object.entries(fields).filter(([name]) => differs(before[name], values[name]))
  return { fields: Object.fromEntries(edited) }
}

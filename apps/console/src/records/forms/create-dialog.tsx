import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import type { ApiClient, WritableTable } from 'api/client'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { FormDialog } from '../../components/dialogs/form-dialog.tsx'
import { useChange } from '../../data/changes/use-change.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { FormFields } from './form-fields.tsx'
import { type FormValues, newValues, problemsOf, toFormValues, without } from './form-values.ts'
import { showRefusal } from './show-refusal.ts'
import { useChangeable } from './while-hybrid.ts'

export interface CreateDialogProps {
  readonly title: string
  readonly submitLabel: string
  /** The notification when it is done. */
  readonly doneTitle: string
  readonly table: WritableTable
  /** The fields that the form does not ask for. */
  readonly omitted: readonly string[]
  /** @param id chosen by the form, so that a request whose response was lost can be repeated */
  readonly send: (
    client: ApiClient,
    id: string,
    values: Readonly<Record<string, unknown>>,
  ) => Promise<unknown>
  readonly onClose: () => void
}

/** A form that creates a record which belongs to another one. */
export function CreateDialog(props: CreateDialogProps) {
  const { title, submitLabel, doneTitle, omitted, send, onClose } = props
  const table = without(useChangeable(props.table), omitted)
  const account = useAccount()
  const { timeZone } = account
  const [id] = useState(() => newId())
  const [refusal, setRefusal] = useState<string>()
  const form = useForm<FormValues>({
    initialValues: toFormValues(table, undefined, timeZone),
    validate: (values) => problemsOf(table, values),
  })
  const create = useChange(account, {
    send: (client, values: Readonly<Record<string, unknown>>) => send(client, id, values),
    onDone: () => {
      onClose()
      notifications.show({ color: 'teal', title: doneTitle, message: null })
    },
    onRefused: (error) => setRefusal(showRefusal(form, error)),
  })
  return (
    <FormDialog
      title={title}
      isOpen
      onClose={onClose}
      submitLabel={submitLabel}
      isSending={create.isPending}
      refusal={refusal}
      onSubmit={form.onSubmit((values) => {
        setRefusal(undefined)
        create.mutate(newValues(table, values, timeZone))
      })}
    >
      <FormFields table={table} form={form} />
    </FormDialog>
  )
}

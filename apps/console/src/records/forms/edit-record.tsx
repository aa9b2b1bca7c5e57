import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconPencil } from '@tabler/icons-react'
import type { RecordChanges, Row, WritableTable } from 'api/client'
import { FormDialog } from '../../components/dialogs/form-dialog.tsx'
import { ConflictNotice } from './conflict-notice.tsx'
import { FormFields } from './form-fields.tsx'
import { without } from './form-values.ts'
import { ReadOnlyFields } from './read-only-fields.tsx'
import { useEdit } from './use-edit.ts'
import { useChangeable } from './while-hybrid.ts'

export interface EditRecordProps<Name extends keyof RecordChanges> {
  readonly resource: Name
  readonly table: WritableTable
  readonly record: Row<Name>
  /** Such as `Ada Park`. */
  readonly title: string
}

/** A button that opens the form of a record, made from the fields that people can change. */
export function EditRecord<Name extends keyof RecordChanges>(props: EditRecordProps<Name>) {
  const [isOpen, dialog] = useDisclosure(false)
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={dialog.open}>
        Edit
      </Button>
      {isOpen && <EditDialog {...props} onClose={dialog.close} />}
    </>
  )
}

/** The form of a record in a dialog. */
export function EditDialog<Name extends keyof RecordChanges>({
  resource,
  table,
  record,
  title,
  onClose,
}: EditRecordProps<Name> & { readonly onClose: () => void }) {
  const shown = useChangeable(table)
  const changeable = without(shown, shown.fixed ?? [])
  const { form, refusal, isSending, conflicts, theirs, take, submit } = useEdit({
    resource,
    table: changeable,
    record,
    onUnchanged: onClose,
    onSaved: () => {
      onClose()
      notifications.show({ color: 'teal', title: `Saved: ${title}`, message: null })
    },
  })
  return (
    <FormDialog
      title={`Edit ${title}`}
      isOpen
      onClose={onClose}
      submitLabel={conflicts.length > 0 ? 'Save mine' : 'Save'}
      isSending={isSending}
      refusal={refusal}
      onSubmit={submit}
    >
      {conflicts.length > 0 && (
        <ConflictNotice table={table} names={conflicts} mine={form.values} theirs={theirs} onTake={take} />
      )}
      <FormFields table={changeable} form={form} />
      <ReadOnlyFields table={shown} record={record} />
    </FormDialog>
  )
}

import { Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { FormDialog } from '../../components/dialogs/form-dialog.tsx'
import type { NamedResource } from '../../data/resources.ts'
import { NamedSelect } from '../forms/record-select.tsx'

export interface ReasonDialogProps {
  readonly title: string
  readonly submitLabel: string
  /** The reasons of the account. */
  readonly reasons: Extract<NamedResource, 'job-cancel-reasons' | 'job-hold-reasons'>
  readonly isSending: boolean
  readonly onClose: () => void
  readonly onSubmit: (reason: { readonly reasonId: string; readonly memo: string }) => void
}

/** Asks for the reason of a change: one of the account's, and one in words. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, submitLabel, reasons, isSending, onClose, onSubmit } = props
  const form = useForm({
    initialValues: { reasonId: '', memo: '' },
    validate: {
      reasonId: (id) => (id === '' ? 'This is required.' : null),
      memo: (text) => (text.trim() === '' ? 'This is required.' : null),
    },
  })
  return (
    <FormDialog
      title={title}
      isOpen
      onClose={onClose}
      submitLabel={submitLabel}
      isSending={isSending}
      onSubmit={form.onSubmit(({ reasonId, memo }) => onSubmit({ reasonId, memo: memo.trim() }))}
    >
      <NamedSelect
        resource={reasons}
        label="Reason"
        required
        {...form.getInputProps('reasonId')}
        value={form.values.reasonId}
      />
      <Textarea label="Memo" required autosize minRows={2} maxLength={1000} {...form.getInputProps('memo')} />
    </FormDialog>
  )
}

import { Button, Group, Modal, Stack } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { Notice } from '../feedback/notice.tsx'

export interface FormDialogProps {
  readonly title: string
  readonly children: ReactNode
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly submitLabel: string
  readonly isSending: boolean
  /** Why the form was refused, as far as it belongs to none of its fields. */
  readonly refusal?: string | undefined
  readonly onSubmit: () => void
}

/** A form in a dialog, which fills the screen of a phone. */
export function FormDialog(props: FormDialogProps) {
  const { title, children, isOpen, onClose, submitLabel, isSending, refusal, onSubmit } = props
  const isNarrow = useMediaQuery('(max-width: 36em)')
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size="lg" fullScreen={isNarrow === true}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        <Stack gap="md">
          {refusal && <Notice tone="bad">{refusal}</Notice>}
          {children}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isSending}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

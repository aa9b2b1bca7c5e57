import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'

/** The length of a reason that the audit log takes. */
const maxReasonLength = 500

export interface ConfirmDialogProps {
  /** The question. */
  readonly title: string
  /** What happens then. */
  readonly children: ReactNode
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly confirmLabel: string
  readonly cancelLabel: string
  /** Whether it cannot be undone. */
  readonly isDangerous?: boolean
  /** @param reason for the audit log; undefined: not said */
  readonly onConfirm: (reason: string | undefined) => void
}

/** Asks before a change, and for its reason, which is optional. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    title,
    children,
    isOpen,
    onClose,
    confirmLabel,
    cancelLabel,
    isDangerous = false,
    onConfirm,
  } = props
  const [reason, setReason] = useState('')
  const confirm = () => {
    onClose()
    onConfirm(reason.trim() || undefined)
    setReason('')
  }
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} centered>
      <Stack gap="md">
        {children}
        <Textarea
          label="Reason"
          description="Optional, for the audit log."
          autosize
          minRows={2}
          maxLength={maxReasonLength}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {cancelLabel}
        </Button>
        <Button {...(isDangerous && { color: 'red.8' })} onClick={confirm}>
          {confirmLabel}
        </Button>
      </Group>
    </Modal>
  )
}

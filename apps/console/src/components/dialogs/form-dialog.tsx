import { Button, Group, Modal, Stack } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useEffect, useState } from 'react'
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
  useFocusOfOpener()
  // It stays open until the response, which may refuse the form, and a click outside does not discard what was typed.
  const close = () => {
    if (!isSending) onClose()
  }
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      closeOnClickOutside={false}
      title={title}
      size="lg"
      fullScreen={isNarrow === true}
    >
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
            <Button variant="default" onClick={close} disabled={isSending}>
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

/** Gives the focus back to the button that opened the dialog; of an item of a menu, to the button of the menu. */
function useFocusOfOpener(): void {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      const menu = opener?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
      const target = menu ? document.getElementById(menu) : opener
      // After the dialog has released the focus.
      setTimeout(() => target instanceof HTMLElement && target.isConnected && target.focus())
    },
    [opener],
  )
}

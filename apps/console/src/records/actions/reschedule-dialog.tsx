import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { appointmentTransitions, type Row } from 'api/client'
import { useState } from 'react'
import { FormDialog } from '../../components/dialogs/form-dialog.tsx'
import { explainInOneLine } from '../../components/feedback/explain-error.ts'
import type { BookingTime } from '../../data/changes/move.ts'
import { insist, useMove } from '../../data/changes/use-move.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { bookingFields, problemsOfTimes, timesOf } from '../forms/booking-fields.ts'
import { FormFields } from '../forms/form-fields.tsx'
import { changedValues, type FormValues, problemsOf, toFormValues } from '../forms/form-values.ts'
import { ClashDialog } from './clash-dialog.tsx'

export interface RescheduleDialogProps {
  /** The appointment when the dialog was opened. */
  readonly appointment: Row<'appointments'>
  readonly onClose: () => void
}

const table = { fields: bookingFields }

/** Moves an appointment to another time or to other technicians, without the board. */
export function RescheduleDialog({ appointment: given, onClose }: RescheduleDialogProps) {
  const account = useAccount()
  const [appointment] = useState(given)
  const { timeZone } = account
  const [before] = useState(() => toFormValues(table, appointment, timeZone))
  const [refusal, setRefusal] = useState<string>()
  const { from: movable } = appointmentTransitions.reschedule
  const hasTime = movable.some((status) => status === appointment.status)
  const form = useForm<FormValues>({
    initialValues: before,
    // What is not shown cannot be put right.
    validate: (values) => (hasTime ? { ...problemsOf(table, values), ...problemsOfTimes(values) } : {}),
  })
  const { move, isMoving, clash, dismiss } = useMove(account, {
    onMoved: () => {
      onClose()
      notifications.show({ color: 'teal', title: 'The appointment is moved', message: null })
    },
    onRefused: (error) => setRefusal(explainInOneLine(error)),
  })
  const submit = form.onSubmit((values) => {
    setRefusal(undefined)
    const { technicianIds, ...times } = changedValues(table, before, values, timeZone)
    const from = appointment.technicianIds ?? []
    const to = (technicianIds as readonly string[] | undefined) ?? from
    if (Object.keys(times).length === 0 && technicianIds === undefined) return onClose()
    const time =
      Object.keys(times).length === 0
        ? undefined
        : timesOf(values, timeZone, appointment as Partial<BookingTime>)
    move({ appointment, time, from, to })
  })
  return (
    <>
      <FormDialog
        title="Reschedule or assign"
        isOpen={clash === undefined}
        onClose={onClose}
        submitLabel="Save"
        isSending={isMoving}
        refusal={refusal}
        onSubmit={submit}
      >
        <FormFields table={table} form={form} names={hasTime ? undefined : ['technicianIds']} />
      </FormDialog>
      <ClashDialog clash={clash} onClose={dismiss} onInsist={() => clash && move(insist(clash))} />
    </>
  )
}

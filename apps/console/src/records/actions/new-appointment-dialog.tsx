import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { ApiError, type Problem } from 'api/client'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { FormDialog } from '../../components/dialogs/form-dialog.tsx'
import { useChange } from '../../data/changes/use-change.ts'
import { useAccount } from '../../session/use-accounts.ts'
import {
  newAppointmentFields,
  problemsOfTimes,
  toNewAppointment,
  usualTimes,
} from '../forms/booking-fields.ts'
import { FormFields } from '../forms/form-fields.tsx'
import { type FormValues, problemsOf, toFormValues } from '../forms/form-values.ts'
import { showRefusal } from '../forms/show-refusal.ts'
import { ClashDialog } from './clash-dialog.tsx'

export interface NewAppointmentDialogProps {
  readonly jobId: string
  readonly onClose: () => void
}

const table = { fields: newAppointmentFields }

/** Adds an appointment to a job. */
export function NewAppointmentDialog({ jobId, onClose }: NewAppointmentDialogProps) {
  const account = useAccount()
  const { timeZone } = account
  // Chosen once, so that a request whose response was lost can be repeated.
  const [id] = useState(() => newId())
  const [refusal, setRefusal] = useState<string>()
  const [bookings, setBookings] = useState<Problem['bookings']>()
  const form = useForm<FormValues>({
    initialValues: { ...toFormValues(table, undefined, timeZone), ...usualTimes(Date.now(), timeZone) },
    validate: (values) => ({ ...problemsOf(table, values), ...problemsOfTimes(values) }),
  })
  const add = useChange(account, {
    send: (client, allowOverlap: boolean) =>
      client.addAppointment(jobId, { id, ...toNewAppointment(form.getValues(), timeZone), allowOverlap }),
    onDone: () => {
      onClose()
      notifications.show({ color: 'teal', title: 'The appointment is booked', message: null })
    },
    onRefused: (error) => {
      const others = error instanceof ApiError ? error.problem.bookings : undefined
      if (others) setBookings(others)
      else setRefusal(showRefusal(form, error))
    },
  })
  const send = (allowOverlap: boolean) => {
    setBookings(undefined)
    setRefusal(undefined)
    add.mutate(allowOverlap)
  }
  return (
    <>
      <FormDialog
        title="Add an appointment"
        isOpen={bookings === undefined}
        onClose={onClose}
        submitLabel="Book"
        isSending={add.isPending}
        refusal={refusal}
        onSubmit={form.onSubmit(() => send(false))}
      >
        <FormFields table={table} form={form} />
      </FormDialog>
      <ClashDialog
        clash={bookings && { bookings }}
        onClose={() => setBookings(undefined)}
        onInsist={() => send(true)}
      />
    </>
  )
}

import {
  type AppointmentAction,
  appointmentFields,
  appointmentTransitions,
  type Row,
  theirsInHybrid,
} from 'api/client'
import { useState } from 'react'
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx'
import { useIsHybrid, useMayChange } from '../../data/changes/use-domains.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { EditDialog } from '../forms/edit-record.tsx'
import { isClosed } from '../is-closed.ts'
import { ActionBar, type ActionItem } from './action-bar.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { RescheduleDialog } from './reschedule-dialog.tsx'
import { useAct } from './use-act.ts'

export interface AppointmentActionsProps {
  readonly appointment: Row<'appointments'>
  /** The status of its job: appointments of a closed job do not change. */
  readonly jobStatus: string | null | undefined
}

const steps: readonly (readonly [AppointmentAction, string])[] = [
  ['dispatch', 'Dispatch'],
  ['start', 'Start'],
  ['done', 'Done'],
  ['unhold', 'Resume'],
]

/** What can be done to an appointment now, where the user may: ServiceTitan alone dispatches those that it has too. */
export function AppointmentActions({ appointment, jobStatus }: AppointmentActionsProps) {
  const account = useAccount()
  const mayChange = useMayChange(account, 'jobs', 'write:dispatch', { inHybrid: true })
  const isHybrid = useIsHybrid(account, 'jobs')
  const [dialog, setDialog] = useState<'reschedule' | 'hold' | 'edit' | 'delete'>()
  const { mutate, isPending } = useAct('appointments', appointment)
  if (!mayChange || appointment.deletedAt || !appointment.active) return null
  const allows = (action: AppointmentAction) =>
    !isClosed(jobStatus) &&
    !(isHybrid && theirsInHybrid(appointmentTransitions[action]) !== null) &&
    appointmentTransitions[action].from.some((status) => status === appointment.status)
  const act = (action: AppointmentAction) => () => mutate({ action })
  const when = (action: AppointmentAction, label: string, onClick = act(action)): ActionItem[] =>
    allows(action) ? [{ label, onClick }] : []
  const close = () => setDialog(undefined)
  return (
    <>
      <ActionBar
        isActing={isPending}
        main={steps.flatMap(([action, label]) => when(action, label)).slice(0, 2)}
        more={[
          ...when('assign', 'Reschedule or assign …', () => setDialog('reschedule')),
          ...(appointment.isConfirmed
            ? when('unconfirm', 'Not confirmed')
            : when('confirm', 'Confirmed by the customer')),
          ...when('hold', 'Put on hold …', () => setDialog('hold')),
          { label: 'Edit the instructions …', onClick: () => setDialog('edit') },
          ...when('delete', 'Remove …', () => setDialog('delete')),
        ]}
      />
      {dialog === 'reschedule' && <RescheduleDialog appointment={appointment} onClose={close} />}
      {dialog === 'edit' && (
        <EditDialog
          resource="appointments"
          table={appointmentFields}
          record={appointment}
          title="the appointment"
          onClose={close}
        />
      )}
      {dialog === 'hold' && (
        <ReasonDialog
          title="Put the appointment on hold"
          submitLabel="Put on hold"
          reasons="job-hold-reasons"
          isSending={isPending}
          onClose={close}
          onSubmit={(body) => mutate({ action: 'hold', body }, { onSuccess: close })}
        />
      )}
      <ConfirmDialog
        title="Remove this appointment?"
        isOpen={dialog === 'delete'}
        onClose={close}
        confirmLabel="Remove it"
        cancelLabel="Keep it"
        isDangerous
        onConfirm={(reason) => mutate({ action: 'delete', reason })}
      >
        Its technicians are free again. The job stays.
      </ConfirmDialog>
    </>
  )
}

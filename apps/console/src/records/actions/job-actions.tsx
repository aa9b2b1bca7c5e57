import { type JobAction, jobFields, jobTransitions, type Row } from 'api/client'
import { useState } from 'react'
import { useMayChange } from '../../data/changes/use-domains.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { EditRecord } from '../forms/edit-record.tsx'
import { numberedTitle } from '../record-title.ts'
import { ActionBar, type ActionItem } from './action-bar.tsx'
import { NewAppointmentDialog } from './new-appointment-dialog.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { useAct } from './use-act.ts'

/** A button that opens the form of a job, where LAZI owns it and the user may change it. */
export function EditJob({ job }: { readonly job: Row<'jobs'> }) {
  if (!useMayChange(useAccount(), 'jobs', 'write:records') || job.deletedAt) return null
  const title = numberedTitle('Job', job.number, job.id)
  return <EditRecord resource="jobs" table={jobFields} record={job} title={title} />
}

/** What can be done to a job now, where LAZI owns it and the user may. */
export function JobActions({ job }: { readonly job: Row<'jobs'> }) {
  const account = useAccount()
  const mayChange = useMayChange(account, 'jobs', 'write:dispatch')
  const [dialog, setDialog] = useState<'hold' | 'cancel' | 'appointment'>()
  const { mutate, isPending } = useAct('jobs', job)
  if (!mayChange || job.deletedAt) return null
  const when = (action: JobAction, label: string, onClick = () => mutate({ action })): ActionItem[] =>
    jobTransitions[action].from.some((status) => status === job.status) ? [{ label, onClick }] : []
  const close = () => setDialog(undefined)
  return (
    <>
      <ActionBar
        isActing={isPending}
        main={[...when('complete', 'Complete'), ...when('reopen', 'Reopen'), ...when('restore', 'Restore')]}
        more={[
          ...when('complete', 'Add an appointment …', () => setDialog('appointment')),
          ...when('hold', 'Put on hold …', () => setDialog('hold')),
          ...when('unhold', 'Resume'),
          ...when('cancel', 'Cancel the job …', () => setDialog('cancel')),
        ]}
      />
      {dialog === 'appointment' && <NewAppointmentDialog jobId={job.id} onClose={close} />}
      {(dialog === 'hold' || dialog === 'cancel') && (
        <ReasonDialog
          key={dialog}
          title={dialog === 'hold' ? 'Put the job on hold' : 'Cancel the job'}
          submitLabel={dialog === 'hold' ? 'Put on hold' : 'Cancel the job'}
          reasons={dialog === 'hold' ? 'job-hold-reasons' : 'job-cancel-reasons'}
          isSending={isPending}
          onClose={close}
          onSubmit={(body) => mutate({ action: dialog, body }, { onSuccess: close })}
        />
      )}
    </>
  )
}

import { type JobAction, jobFields, jobTransitions, type Row, theirsInHybrid } from 'api/client'
import { useState } from 'react'
import { useIsHybrid, useMayChange } from '../../data/changes/use-domains.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { EditRecord } from '../forms/edit-record.tsx'
import { numberedTitle } from '../record-title.ts'
import { ActionBar, type ActionItem } from './action-bar.tsx'
import { NewAppointmentDialog } from './new-appointment-dialog.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { useAct } from './use-act.ts'

/** A button that opens the form of a job, where the user may change it. */
export function EditJob({ job }: { readonly job: Row<'jobs'> }) {
  const mayChange = useMayChange(useAccount(), 'jobs', 'write:records', { inHybrid: true })
  if (!mayChange || job.deletedAt) return null
  const title = numberedTitle('Job', job.number, job.id)
  return <EditRecord resource="jobs" table={jobFields} record={job} title={title} />
}

/** What can be done to a job now, where the user may: ServiceTitan alone completes jobs that it has too. */
export function JobActions({ job }: { readonly job: Row<'jobs'> }) {
  const account = useAccount()
  const mayChange = useMayChange(account, 'jobs', 'write:dispatch', { inHybrid: true })
  const isHybrid = useIsHybrid(account, 'jobs')
  const [dialog, setDialog] = useState<'hold' | 'cancel' | 'appointment'>()
  const { mutate, isPending } = useAct('jobs', job)
  if (!mayChange || job.deletedAt) return null
  const allows = (action: JobAction) => jobTransitions[action].from.some((status) => status === job.status)
  const isTheirs = (action: JobAction) => isHybrid && theirsInHybrid(jobTransitions[action]) !== null
  const when = (action: JobAction, label: string, onClick = () => mutate({ action })): ActionItem[] =>
    allows(action) && !isTheirs(action) ? [{ label, onClick }] : []
  const close = () => setDialog(undefined)
  return (
    <>
      <ActionBar
        isActing={isPending}
        main={[...when('complete', 'Complete'), ...when('reopen', 'Reopen'), ...when('restore', 'Restore')]}
        more={[
          ...(allows('complete')
            ? [{ label: 'Add an appointment …', onClick: () => setDialog('appointment') }]
            : []),
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

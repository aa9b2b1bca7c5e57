import { Button, Group, Stack, Switch } from '@mantine/core'
import { Notice } from '../../components/feedback/notice.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { useMayChange } from '../../data/changes/use-domains.ts'
import { ClashDialog } from '../../records/actions/clash-dialog.tsx'
import { FormFields } from '../../records/forms/form-fields.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { CustomerSection } from './customer-section.tsx'
import { LocationSection } from './location-section.tsx'
import { Created, Section } from './section.tsx'
import { type Beginning, useNewJob } from './use-new-job.ts'

const filterNames = ['customerId', 'locationId', 'customer'] as const

/** Creates a job with its first appointment, for a customer and a location that exist or are new. */
export function Component() {
  const mayCreate = useMayChange(useAccount(), 'jobs', 'write:records', { inHybrid: true })
  const [{ customerId = '', locationId = '', customer }] = useFilters(filterNames)
  return (
    <>
      <PageHeader title="New job" description="A job with its first appointment, and its customer if new." />
      {mayCreate ? (
        <NewJob customerId={customerId} locationId={locationId} isNewCustomer={customer === 'new'} />
      ) : (
        <Notice tone="info">
          Jobs are created here once people change the jobs of this account in LAZI (sync domains set), by
          keys with the scope write:records.
        </Notice>
      )}
    </>
  )
}

function NewJob(beginning: Beginning) {
  const state = useNewJob(beginning)
  const {
    choices: { hasJob },
    choose,
    forms: { job, appointment },
    booking,
    booking: {
      created: { jobId },
    },
    hasWork,
    submit,
  } = state
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit(false)
      }}
    >
      <Stack gap="md">
        <CustomerSection state={state} />
        <LocationSection state={state} />
        <Switch
          label="Book a job now"
          checked={hasJob}
          onChange={(event) => choose({ hasJob: event.currentTarget.checked })}
        />
        {hasJob && (
          <>
            <Section title="Job" refusal={job.refusal}>
              {jobId && <Created what="job" path={`/jobs/${jobId}`} isEarlier />}
              <FormFields table={job.table} form={job.form} />
            </Section>
            <Section title="Appointment" refusal={appointment.refusal}>
              <FormFields table={appointment.table} form={appointment.form} />
            </Section>
          </>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={booking.isSending} disabled={!hasWork}>
            {hasJob ? 'Book the job' : 'Create'}
          </Button>
        </Group>
      </Stack>
      <ClashDialog
        clash={booking.bookings && { bookings: booking.bookings }}
        onClose={booking.dismiss}
        onInsist={() => submit(true)}
      />
    </form>
  )
}

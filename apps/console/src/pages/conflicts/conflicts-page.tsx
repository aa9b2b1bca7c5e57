import { Select, Skeleton, Stack } from '@mantine/core'
import { IconCloudCheck } from '@tabler/icons-react'
import { EmptyNote } from '../../components/feedback/empty-note.tsx'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { type OpenConflict, useConflicts } from '../../data/use-exchange.ts'
import { subjectOf } from '../../records/exchange/record-subject.ts'
import { fieldLabel } from '../../records/field-label.ts'
import { allows } from '../../session/account.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { SendingNotices } from '../../sync/sending-notices.tsx'
import { ConflictCard } from './conflict-card.tsx'
import classes from './conflicts-page.module.css'
import { DecideAll } from './decide-all.tsx'

const filterNames = ['of'] as const

/** The fields that both sides have changed, with the values of both: people decide one by one, or many alike. */
export function Component() {
  const account = useAccount()
  const [{ of }, setFilter] = useFilters(filterNames)
  const query = useConflicts(account)
  const [table, field] = of?.split('.') ?? []
  return (
    <>
      <PageHeader
        title="Conflicts"
        description="Fields that LAZI and ServiceTitan have both changed since they agreed. Neither value is lost before someone decides."
      />
      <Stack gap="md">
        <SendingNotices />
        <QueryState query={query} skeleton={<Skeleton height={320} radius="lg" />}>
          {(conflicts) => {
            const shown = conflicts.filter((one) => of === undefined || kindOf(one) === of)
            if (conflicts.length === 0)
              return (
                <Panel>
                  <EmptyNote icon={IconCloudCheck} title="No conflicts">
                    Both sides agree, or their changes are merged by themselves.
                  </EmptyNote>
                </Panel>
              )
            return (
              <Panel
                title="Open"
                count={shown.length}
                flush
                actions={
                  allows(account, 'write:records') && (
                    <DecideAll table={table} field={field} conflicts={shown} />
                  )
                }
              >
                <search className={classes.filters} aria-label="Filter conflicts">
                  <Select
                    aria-label="Field"
                    placeholder="All fields"
                    clearable
                    data={kindsOf(conflicts)}
                    value={of ?? null}
                    onChange={(value) => setFilter('of', value)}
                  />
                </search>
                <ul className={classes.list}>
                  {shown.map((conflict) => (
                    <ConflictCard key={conflict.id} conflict={conflict} />
                  ))}
                </ul>
              </Panel>
            )
          }}
        </QueryState>
      </Stack>
    </>
  )
}

/** The field of a conflict; of texts by key, that with all of them. */
const fieldOf = ({ field }: OpenConflict) => field?.split('.')[0] ?? 'record'

const kindOf = (conflict: OpenConflict) => `${conflict.table}.${fieldOf(conflict)}`

/** The fields that have conflicts, as options. */
function kindsOf(conflicts: readonly OpenConflict[]) {
  const kinds = new Map(conflicts.map((conflict) => [kindOf(conflict), conflict] as const))
  return [...kinds].map(([value, conflict]) => ({
    value,
    label: `${subjectOf({ ...conflict, title: null })}: ${fieldLabel(fieldOf(conflict))}`,
  }))
}

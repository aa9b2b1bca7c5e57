import { Text } from '@mantine/core'
import type { OpenConflict } from '../../data/use-exchange.ts'
import { ConflictValue } from '../../records/exchange/conflict-value.tsx'
import { DecideButtons } from '../../records/exchange/decide-buttons.tsx'
import { RecordLink } from '../../records/exchange/record-link.tsx'
import { subjectOf } from '../../records/exchange/record-subject.ts'
import { fieldLabel } from '../../records/field-label.ts'
import { allows } from '../../session/account.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'
import classes from './conflicts-page.module.css'

/** A field that both sides have changed: what it was, what it is on each side, and the decision. */
export function ConflictCard({ conflict }: { readonly conflict: OpenConflict }) {
  const { id, table, recordId, title, field, base, laziValue, servicetitanValue, openedAt } = conflict
  const mayDecide = allows(useAccount(), 'write:records')
  const record = { table, id: recordId, title }
  const label = fieldLabel(field ?? 'record')
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <strong>
          {label} · <RecordLink record={record} />
        </strong>
        <Text size="sm" c="dimmed" component="span">
          <Time value={openedAt} as="relative" />
        </Text>
      </div>
      <dl className={classes.values}>
        {(
          [
            ['When both agreed', base],
            ['In LAZI', laziValue],
            ['In ServiceTitan', servicetitanValue],
          ] as const
        ).map(([side, value]) => (
          <div key={side} className={classes.value}>
            <dt>{side}</dt>
            <dd>
              <ConflictValue value={value} />
            </dd>
          </div>
        ))}
      </dl>
      {mayDecide && <DecideButtons id={id} subject={`${label} of ${subjectOf(record)}`} />}
    </li>
  )
}

import type { Fact } from '../../components/values/facts.tsx'
import { formatCount } from '../../components/values/format-number.ts'
import { Time } from '../../time/time.tsx'
import type { AnyRow } from '../any-row.ts'

/** The facts that every record has: its ids, its version, if it has one, and its times. */
export function recordFacts(record: AnyRow): Fact[] {
  const { id, serviceTitanId, version, createdAt, updatedAt, serviceTitanModifiedOn } = record
  return [
    ['Changed in', record.sync.state === 'own' ? 'LAZI' : 'ServiceTitan'],
    ['Id', id],
    ['Id in ServiceTitan', serviceTitanId],
    ...(version === undefined ? [] : [['Version', formatCount(version)] as const]),
    ['Created', <Time key="created" value={createdAt} />],
    ['Updated', <Time key="updated" value={updatedAt} as="relative" />],
    ['Modified in ServiceTitan', <Time key="modified" value={serviceTitanModifiedOn} />],
  ]
}

import { actorText } from '../../audit/record-entries.ts'
import { customerFields } from '../../fields/customers.ts'
import { InvalidValuesError, NotInHybridError, RefusedChangeError } from '../errors.ts'
import { followCustomer } from '../jobs/follow-customer.ts'
import { noteAllChanged, noteChanged } from '../outbox.ts'
import type { RecordWrite } from '../record-write.ts'
import { assertVersion, idOf, lockRecord, type RecordReference, type StoredRecord } from '../stored-record.ts'
import { changesOf, setColumns } from '../update-record.ts'

/** The tables whose records belong to a customer, in the order of locks; appointments follow their jobs. */
const owned = ['customer_contacts', 'locations', 'jobs'] as const

/**
 * Merges a customer into another one: its contacts, locations, jobs and tags move there, and it becomes inactive. It is
 * locked so that no new record refers to it meanwhile.
 * @param merge.version of the customer that is merged away
 * @throws {WriteError} when either does not exist, is inactive or already merged, or the version is another
 * @example
 * await mergeCustomers(write, { from: duplicateId, version: '2', into: customerId })
 */
export async function mergeCustomers(
  write: RecordWrite,
  {
    from,
    version,
    into,
  }: { readonly from: RecordReference; readonly version: string; readonly into: string },
): Promise<StoredRecord> {
  write.refuseInHybrid(new NotInHybridError('Customers are merged'))
  const loserId = await idOf(write, 'customers', from)
  if (loserId === into) throw new InvalidValuesError([{ path: 'into', message: 'Expected another customer' }])
  const locked = new Map<string, StoredRecord>()
  for (const id of [loserId, into].toSorted())
    locked.set(
      id,
      await lockRecord(write, customerFields, id, {
        more: { mergedIntoId: 'uuid' },
        isRemoved: id === loserId,
      }),
    )
  const [loser, winner] = [locked.get(loserId) as StoredRecord, locked.get(into) as StoredRecord]
  await assertVersion(write, customerFields, loser, version)
  if (loser.values.mergedIntoId !== null)
    throw new RefusedChangeError(`This customer was merged into ${loser.values.mergedIntoId}.`)
  if (winner.values.mergedIntoId !== null)
    throw new RefusedChangeError(`The customer to merge into was merged into ${winner.values.mergedIntoId}.`)
  if (winner.values.active !== true) throw new RefusedChangeError('The customer to merge into is not active.')
  addTags(write, winner, loser)
  setColumns(write, 'customers', loserId, {
    active: { value: false, kind: 'boolean' },
    mergedIntoId: { value: into, kind: 'uuid' },
  })
  noteChanged(write, customerFields, loser, { active: false, mergedIntoId: into })
  const moved: Record<string, number> = {}
  const jobIds: string[] = []
  for (const table of owned) {
    const ids = await moveRecords(write, table, loserId, into)
    moved[table] = ids.length
    if (table === 'jobs') jobIds.push(...ids)
  }
  moved.appointments = (await followCustomer(write, jobIds, into)).length
  write.enter({
    action: 'merge',
    entity: 'lazi.customers',
    entityId: loserId,
    changes: {
      mergedIntoId: { old: null, new: into },
      active: { old: loser.values.active, new: false },
      moved: { new: moved },
    },
  })
  return loser
}

function addTags(write: RecordWrite, winner: StoredRecord, loser: StoredRecord): void {
  const [own, others] = [winner, loser].map(({ values }) => (values.tagTypeIds ?? []) as string[])
  const tags = [...new Set([...(own ?? []), ...(others ?? [])])]
  if (tags.length === own?.length) return
  setColumns(write, 'customers', winner.id, { tagTypeIds: { value: tags, kind: 'uuids' } })
  write.enterOther('customers', winner.id, changesOf(winner, { tagTypeIds: tags }))
  noteChanged(write, customerFields, winner, { tagTypeIds: tags })
}

/** @returns the ids of the records that have another customer now */
async function moveRecords(
  write: RecordWrite,
  table: (typeof owned)[number],
  from: string,
  into: string,
): Promise<string[]> {
  const { client, tenantId, act, publish } = write
  const { rows } = await client.query<Pick<StoredRecord, 'id' | 'stId'>>(
    `WITH locked AS MATERIALIZED (
       SELECT id FROM lazi.${table} WHERE tenant_id = $1 AND customer_id = $2 ORDER BY id FOR NO KEY UPDATE
     )
     UPDATE lazi.${table} AS moved
        SET customer_id = $3, version = version + 1, updated_at = $4, updated_by = $5
       FROM locked WHERE moved.tenant_id = $1 AND moved.id = locked.id
     RETURNING moved.id::text, moved.st_id::text AS "stId"`,
    [tenantId, from, into, act.now, actorText(act.actor)],
  )
  for (const { id } of rows) publish(table, id, 'update', ['customer_id'])
  noteAllChanged(write, { table, domain: table === 'jobs' ? 'jobs' : 'customers' }, rows, {
    customerId: from,
  })
  return rows.map(({ id }) => id)
}

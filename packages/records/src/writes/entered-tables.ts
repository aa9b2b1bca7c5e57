import {
  customerContactFields,
  customerFields,
  locationContactFields,
  locationFields,
} from '../fields/customers.ts'
import { valueKindOf, type WritableTable } from '../fields/field.ts'
import { appointmentFields, jobFields } from '../fields/jobs.ts'
import type { ValueKind } from '../value-json.ts'
import { otherAppointmentFields, otherJobFields } from './other-fields.ts'
import { fieldsJson, type OtherFields } from './stored-record.ts'

/** A table whose records people change, as the audit log knows it. */
export interface EnteredTable {
  /** The table in schema `lazi`, such as `jobs`. */
  readonly name: string
  readonly domain: WritableTable['domain']
  /** The fields whose values entries have, each with its kind. */
  readonly kinds: Readonly<Record<string, ValueKind>>
  /** SQL of these fields as a JSON object, from a row of the table. */
  readonly json: string
  /** The table whose records are created together with one of its own. @default none */
  readonly children?: string
  /**
   * SQL of what entries may be about that say something of records: `record_id`, `entity` and `entity_id`. `$1` is the
   * tenant.
   * @param ids SQL of an array of the records' ids
   */
  readonly sourcesOf: (ids: string) => string
}

interface Definition {
  readonly table: WritableTable
  readonly more?: OtherFields
  readonly children?: string
  /** As `sourcesOf`, of the entries that are about other records. */
  readonly others: (ids: string) => string
}

const definitions: readonly Definition[] = [
  { table: customerFields, more: { mergedIntoId: 'uuid' }, children: 'customer_contacts', others: ofMerged },
  { table: customerContactFields, others: ofOwners },
  {
    table: locationFields,
    more: { phone: 'text', email: 'text' },
    children: 'location_contacts',
    others: (ids) => ofChildren('location_contacts', 'location_id', ids),
  },
  { table: locationContactFields, others: (ids) => ofParent('location_contacts', 'locations', ids) },
  {
    table: jobFields,
    more: otherJobFields,
    children: 'appointments',
    others: (ids) => ofChildren('appointments', 'job_id', ids),
  },
  {
    table: appointmentFields,
    more: otherAppointmentFields,
    // An assignment that is taken over from ServiceTitan changes the technicians of its appointment.
    others: (ids) => `${ofParent('appointments', 'jobs', ids)}
           UNION ALL
          ${ofChildren('appointment_assignments', 'appointment_id', ids)}`,
  },
]

/** The tables whose records people change: parents first. */
export const enteredTables: readonly EnteredTable[] = definitions.map(
  ({ table, more = {}, children, others }) => {
    const own = Object.entries(table.fields).map(([name, field]) => [name, valueKindOf(field)] as const)
    const all: OtherFields = 'active' in table.fields ? more : { ...more, active: 'boolean' }
    return {
      name: table.table,
      domain: table.domain,
      kinds: { ...Object.fromEntries(own), ...all },
      json: fieldsJson(table, all),
      ...(children !== undefined && { children }),
      sourcesOf: (ids) => `SELECT id AS record_id, 'lazi.${table.table}' AS entity, id::text AS entity_id
            FROM unnest(${ids}) AS id
           UNION ALL
          ${others(ids)}`,
    }
  },
)

/** The table of this name, if people change its records. */
export const enteredTable = (name: string): EnteredTable | undefined =>
  enteredTables.find((table) => table.name === name)

/** The customers that were merged into a customer, and gave it their tags. */
function ofMerged(ids: string): string {
  return `SELECT merged_into_id, 'lazi.customers', id::text FROM lazi.customers
           WHERE tenant_id = $1 AND merged_into_id = ANY (${ids})`
}

/** The customer of a contact, and those that were merged into it: the contact may have been created with one of them. */
function ofOwners(ids: string): string {
  return `SELECT record_id, 'lazi.customers', owner_id::text FROM (
            WITH RECURSIVE owner AS (
              SELECT id AS record_id, customer_id AS owner_id FROM lazi.customer_contacts
               WHERE tenant_id = $1 AND id = ANY (${ids}) AND customer_id IS NOT NULL
               UNION
              SELECT owner.record_id, merged.id FROM owner
                JOIN lazi.customers AS merged ON merged.tenant_id = $1 AND merged.merged_into_id = owner.owner_id)
            SELECT record_id, owner_id FROM owner) AS owned`
}

function ofChildren(children: string, parentId: string, ids: string): string {
  return `SELECT ${parentId}, 'lazi.${children}', id::text FROM lazi.${children}
           WHERE tenant_id = $1 AND ${parentId} = ANY (${ids})`
}

function ofParent(table: string, parents: 'jobs' | 'locations', ids: string): string {
  const parentId = parents === 'jobs' ? 'job_id' : 'location_id'
  return `SELECT id, 'lazi.${parents}', ${parentId}::text FROM lazi.${table}
           WHERE tenant_id = $1 AND id = ANY (${ids}) AND ${parentId} IS NOT NULL`
}

import { recordFieldOf, recordTables } from 'records'
import {
  appointmentFields,
  customerContactFields,
  customerFields,
  jobFields,
  locationContactFields,
  locationFields,
  type WritableTable,
} from 'records/fields'
import { erasedName } from '../page/erased/without-personal-data.ts'

/** A table of schema `lazi` with what people wrote about customers. */
export interface OwnTable {
  readonly fields: WritableTable
  /**
   * Whether a record is about the person alone: it is deleted, and only its references, its type and its tags stay. Of
   * other records, such as jobs, all stays but what is emptied.
   */
  readonly isPersonal: boolean
  /**
   * SQL of the ids of a person's records. `$1` is the tenant, `$2` LAZI's ids of the customers. A record is of whom it
   * refers to in LAZI; only one that refers to none there is of whom it was in ServiceTitan.
   */
  readonly ids: string
  /** The table whose records it belongs to, and which move to other customers, with the column that refers to it. */
  readonly parent?: { readonly table: 'jobs' | 'locations'; readonly column: string }
  /** SQL of the new values of the columns that are emptied. */
  readonly emptied: Readonly<Record<string, string>>
}

const erased = `'${erasedName}'`

/** Columns of a record about a person alone. @param named columns that own records must fill */
function everythingBut(kept: readonly string[], table: string, named: readonly string[]) {
  const columns = Object.keys(recordTables.find(({ name }) => name === table)?.fields ?? {})
  return Object.fromEntries(
    columns
      .filter((column) => !kept.includes(column))
      .map((column) => [column, named.includes(column) ? erased : 'NULL']),
  )
}

const texts = (...columns: string[]) => Object.fromEntries(columns.map((column) => [column, 'NULL']))

/** SQL of the ids of records whose parents are the person's. @param parents SQL of their ids */
function childrenOf(table: string, parent: string, parents: string): string {
  return `
SELECT id FROM lazi.${table} WHERE tenant_id = $1 AND ${parent} IN (${parents})
UNION
SELECT record.id FROM raw.erased JOIN lazi.${table} AS record ON record.tenant_id = $1 AND record.st_id = erased.st_id
 WHERE erased.tenant_id = $1 AND erased.table_name = 'st_${table}' AND record.${parent} IS NULL`
}

const customers = 'SELECT unnest($2::uuid[])'
const ofCustomer = (table: string) =>
  `SELECT id FROM lazi.${table} WHERE tenant_id = $1 AND customer_id = ANY ($2::uuid[])`

/** In the order in which a transaction locks their rows. */
export const ownTables: readonly OwnTable[] = [
  {
    fields: customerFields,
    isPersonal: true,
    ids: customers,
    emptied: everythingBut(['type', 'merged_into_id', 'tag_type_ids'], 'customers', ['name']),
  },
  {
    fields: customerContactFields,
    isPersonal: true,
    ids: childrenOf('customer_contacts', 'customer_id', customers),
    emptied: everythingBut(['customer_id', 'type'], 'customer_contacts', ['value']),
  },
  {
    fields: locationFields,
    isPersonal: true,
    ids: childrenOf('locations', 'customer_id', customers),
    emptied: everythingBut(['customer_id', 'merged_into_id', 'tag_type_ids'], 'locations', ['name']),
  },
  {
    fields: locationContactFields,
    isPersonal: true,
    parent: { table: 'locations', column: 'location_id' },
    ids: childrenOf('location_contacts', 'location_id', ofCustomer('locations')),
    emptied: everythingBut(['location_id', 'type'], 'location_contacts', ['value']),
  },
  {
    fields: jobFields,
    isPersonal: false,
    ids: childrenOf('jobs', 'customer_id', customers),
    emptied: texts('summary', 'customer_po', 'custom_fields', 'cancel_memo'),
  },
  {
    fields: appointmentFields,
    isPersonal: false,
    parent: { table: 'jobs', column: 'job_id' },
    ids: childrenOf('appointments', 'job_id', ofCustomer('jobs')),
    emptied: texts('special_instructions', 'hold_memo'),
  },
]

/** The names under which the outbox keeps former values of the columns that are emptied: fields, or their groups. */
export function keptNamesOf({ fields: { fields }, emptied }: OwnTable): string[] {
  const names = Object.keys(emptied).map((column) => recordFieldOf(column))
  return [...new Set(names.map((name) => fields[name]?.group ?? name))]
}

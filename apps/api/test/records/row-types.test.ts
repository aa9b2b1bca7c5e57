import { expectTypeOf, test } from 'vitest'
import type { CachedRow, FilterName, IncludeName, ListIncludeName, Row, RowWith } from '../../client/index.ts'
import type { SyncOfRecord } from '../../src/resource-definition/sync-of-record.ts'

test('a record has the literal fields of its kind, each with its type', () => {
  expectTypeOf<Row<'teams'>>().branded.toEqualTypeOf<{
    readonly id: string
    readonly serviceTitanId: string | null
    readonly source: 'servicetitan' | 'lazi'
    readonly version: number
    readonly active: boolean
    readonly sync: SyncOfRecord
    readonly name: string | null
    readonly createdByServiceTitanId: string | null
    readonly createdAt: string | null
    readonly createdBy: string | null
    readonly updatedAt: string | null
    readonly updatedBy: string | null
    readonly serviceTitanModifiedOn: string | null
    readonly deletedAt: string | null
  }>()
  expectTypeOf<Row<'jobs'>['appointmentCount']>().toEqualTypeOf<number | null>()
  expectTypeOf<Row<'technicians'>['zoneIds']>().toEqualTypeOf<readonly string[] | null>()
  expectTypeOf<keyof Row<'invoices'> & 'version'>().toBeNever()
})

test('a cached row has the literal fields of its resource, each with the type of its kind', () => {
  expectTypeOf<CachedRow<'teams'>>().branded.toEqualTypeOf<{
    readonly id: string
    readonly active: boolean
    readonly name: string | null
    readonly createdById: string | null
    readonly createdOn: string | null
    readonly modifiedOn: string | null
    readonly syncedAt: string
    readonly deletedAt: string | null
  }>()
  expectTypeOf<CachedRow<'jobs'>['appointmentCount']>().toEqualTypeOf<number | null>()
  expectTypeOf<CachedRow<'technicians'>['zoneIds']>().toEqualTypeOf<readonly string[] | null>()
})

test('a list takes only the filters of its resource', () => {
  expectTypeOf<FilterName<'locations'>>().toEqualTypeOf<'customerId' | 'addressZip' | 'zoneId' | 'search'>()
  expectTypeOf<FilterName<'payments'>>().toEqualTypeOf<
    'customerId' | 'paidOnFrom' | 'paidOnBefore' | 'businessUnitId' | 'type'
  >()
  expectTypeOf<FilterName<'zones'>>().toBeNever()
})

test('an include has the type of one row or many, depending on its relation', () => {
  expectTypeOf<IncludeName<'appointments'>>().toEqualTypeOf<'customer' | 'job' | 'location' | 'technicians'>()
  expectTypeOf<IncludeName<'teams'>>().toBeNever()
  expectTypeOf<ListIncludeName<'appointments'>>().toEqualTypeOf<'customer' | 'job' | 'location'>()
  expectTypeOf<ListIncludeName<'customers'>>().toBeNever()
  type Appointment = RowWith<'appointments', 'location' | 'technicians'>
  expectTypeOf<Appointment['location']>().toEqualTypeOf<Row<'locations'> | null>()
  expectTypeOf<Appointment['technicians']>().toEqualTypeOf<readonly Row<'technicians'>[]>()
})

import { expectTypeOf, test } from 'vitest'
import type { FilterName, IncludeName, Row, RowWith } from '../../client/index.ts'

test('a row has the literal fields of its resource, each with the type of its kind', () => {
  expectTypeOf<Row<'teams'>>().branded.toEqualTypeOf<{
    readonly id: string
    readonly active: boolean
    readonly name: string | null
    readonly createdById: string | null
    readonly createdOn: string | null
    readonly modifiedOn: string | null
    readonly syncedAt: string
    readonly deletedAt: string | null
  }>()
  expectTypeOf<Row<'jobs'>['appointmentCount']>().toEqualTypeOf<number | null>()
  expectTypeOf<Row<'technicians'>['zoneIds']>().toEqualTypeOf<readonly string[] | null>()
})

test('a list takes only the filters of its resource', () => {
  expectTypeOf<FilterName<'locations'>>().toEqualTypeOf<'customerId' | 'addressZip' | 'zoneId' | 'search'>()
  expectTypeOf<FilterName<'payments'>>().toEqualTypeOf<
    'customerId' | 'paidOnFrom' | 'paidOnBefore' | 'businessUnitId' | 'type'
  >()
  expectTypeOf<FilterName<'zones'>>().toBeNever()
})

test('an include has the type of one row or many, depending on its relation', () => {
  expectTypeOf<IncludeName<'appointments'>>().toEqualTypeOf<'job' | 'location' | 'technicians'>()
  expectTypeOf<IncludeName<'teams'>>().toBeNever()
  type Appointment = RowWith<'appointments', 'location' | 'technicians'>
  expectTypeOf<Appointment['location']>().toEqualTypeOf<Row<'locations'> | null>()
  expectTypeOf<Appointment['technicians']>().toEqualTypeOf<readonly Row<'technicians'>[]>()
})

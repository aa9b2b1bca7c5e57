import { expect, expectTypeOf, test } from 'vitest'
import { type ApiFields, apiFieldsOf, resourceMap } from './index.ts'

test('apiFieldsOf returns the kinds of the columns by name in camelCase, without search-only columns', () => {
  const fields = apiFieldsOf(resourceMap['customer-contacts'])
  expect(fields).toEqual({
    customerId: 'id',
    type: 'text',
    value: 'text',
    memo: 'text',
    doNotText: 'boolean',
  })
  expectTypeOf(fields).toEqualTypeOf<{
    readonly customerId: 'id'
    readonly type: 'text'
    readonly value: 'text'
    readonly memo: 'text'
    readonly doNotText: 'boolean'
  }>()
})

test('resource definitions keep their literal types', () => {
  expectTypeOf<ApiFields<(typeof resourceMap)['jobs']>['appointmentCount']>().toEqualTypeOf<'integer'>()
  expectTypeOf(resourceMap.jobs.relations.customer.one).toEqualTypeOf<'customers'>()
})

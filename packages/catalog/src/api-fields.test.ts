import { expect, expectTypeOf, test } from 'vitest'
import { type ApiFields, apiFieldsOf, resourceMap } from './index.ts'

test('the API shows a column under its name in camelCase, with its kind; what is only searched by is not shown', () => {
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

test('the types of every resource are literal', () => {
  expectTypeOf<ApiFields<(typeof resourceMap)['jobs']>['appointmentCount']>().toEqualTypeOf<'integer'>()
  expectTypeOf(resourceMap.jobs.relations.customer.one).toEqualTypeOf<'customers'>()
})

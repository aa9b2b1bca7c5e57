import type { CustomerContactRecord } from '../resources/customer-contacts.ts'
import type { CustomerRecord } from '../resources/customers.ts'
import { type EditForm, type Field, formOf } from './forms.ts'
import type { Office } from './office.ts'

const CONTACT_TYPES = ['Phone', 'MobilePhone', 'Email', 'Fax'].map((type) => [type, type] as const)

const TYPES = ['Residential', 'Commercial'].map((type) => [type, type] as const)

/** A contact that has no values yet. */
const NOTHING = { type: 'Phone', value: '', memo: '' }

const contactFields = ({
  type,
  value,
  memo,
}: {
  type: string
  value: string
  memo: string | null
}): Field[] => [
  { name: 'type', label: 'Type', kind: 'text', value: type, choices: CONTACT_TYPES },
  { name: 'value', label: 'Value', kind: 'text', value },
  { name: 'memo', label: 'Memo', kind: 'text', value: memo },
]

const contactForms = (path: string, contact: CustomerContactRecord): EditForm[] => {
  const target = `${path}/contacts/${contact.id}`
  const legend = `Contact ${contact.id}`
  return [
    {
      ...formOf({ method: 'patch', path: target }, legend, ...contactFields(contact)),
      key: `contact-${contact.id}`,
    },
    {
      key: `delete-contact-${contact.id}`,
      legend: `Delete contact ${contact.id}`,
      submit: `Delete ${contact.value}`,
      method: 'delete',
      path: target,
      fields: [],
    },
  ]
}

/** What a person can write of a customer and its contacts. */
export const customerForms = (office: Office, customer: CustomerRecord): EditForm[] => {
  const path = `/crm/v2/tenant/${office.tenantId}/customers/${customer.id}`
  const target = { method: 'patch', path } as const
  const { address } = customer
  const flag = (
    name: 'doNotMail' | 'doNotService' | 'nationalAccount' | 'taxExempt' | 'active',
    label: string,
  ) => formOf(target, label, { name, label, kind: 'flag', value: customer[name] })
  const number = (name: 'creditLimit' | 'creditLimitBalance' | 'paymentTermId', label: string) =>
    formOf(target, label, { name, label, kind: 'number', value: customer[name] })
  const addressField = (name: keyof typeof address, label: string, kind: Field['kind'] = 'text'): Field => ({
    name: `address.${name}`,
    label,
    kind,
    value: address[name],
  })
  const contacts = office
    .childrenOf('customer-contacts', 'customerIds', customer.id)
    .filter(({ active }) => active)
  return [
    formOf(target, 'Name', { name: 'name', label: 'Name', kind: 'text', value: customer.name }),
    formOf(target, 'Type', {
      name: 'type',
      label: 'Type',
      kind: 'text',
      value: customer.type,
      choices: TYPES,
    }),
    formOf(
      target,
      'Address',
      addressField('street', 'Street'),
      addressField('unit', 'Unit'),
      addressField('city', 'City'),
      addressField('state', 'State'),
      addressField('zip', 'Zip'),
      addressField('country', 'Country'),
      addressField('latitude', 'Latitude', 'number'),
      addressField('longitude', 'Longitude', 'number'),
    ),
    formOf(target, 'Tags', {
      name: 'tagTypeIds',
      label: 'Tag types',
      kind: 'ids',
      value: customer.tagTypeIds,
    }),
    number('creditLimit', 'Credit limit'),
    number('creditLimitBalance', 'Credit limit balance'),
    number('paymentTermId', 'Payment term'),
    formOf(target, 'Custom fields', {
      name: 'customFields',
      label: 'All custom fields, as JSON',
      kind: 'json',
      value: customer.customFields.map(({ typeId, value }) => ({ typeId, value: value ?? '' })),
    }),
    flag('doNotMail', 'Do not mail'),
    flag('doNotService', 'Do not service'),
    flag('nationalAccount', 'National account'),
    flag('taxExempt', 'Tax exempt'),
    flag('active', 'Active'),
    ...contacts.flatMap((contact) => contactForms(path, contact)),
    {
      ...formOf({ method: 'post', path: `${path}/contacts` }, 'New contact', ...contactFields(NOTHING)),
      key: 'new-contact',
    },
  ]
}

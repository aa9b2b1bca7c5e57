import { plain } from './body.ts'
import type { PushedTable, PushRequest } from './request.ts'

/** Where contacts of a table are, below their parent's path. */
const contactsOf = (parent: 'customers' | 'locations', owner: 'customerId' | 'locationId'): PushedTable => ({
  listedWith: { of: parent, by: owner, filter: parent === 'customers' ? 'customerIds' : 'locationIds' },
  references: {},
  steps: [
    (input): PushRequest | undefined => {
      const { stId, toSend, remote } = input
      if (Object.keys(toSend).length === 0) return undefined
      return {
        method: 'PATCH',
        module: 'crm',
        path: `${parent}/${remote[owner]}/contacts/${stId}`,
        scope: `tn.crm.${parent}:w`,
        body: plain('type', 'value', 'memo')(input),
        sent: toSend,
        // It responds with the contact, but without whose it is.
        hasRecord: false,
      }
    },
  ],
  remove: ({ stId, parentStId }) => ({
    method: 'DELETE',
    module: 'crm',
    path: `${parent}/${parentStId}/contacts/${stId}`,
    scope: `tn.crm.${parent}:w`,
    sent: {},
    hasRecord: false,
    isRemoval: true,
  }),
})

export const customerContacts = contactsOf('customers', 'customerId')
export const locationContacts = contactsOf('locations', 'locationId')

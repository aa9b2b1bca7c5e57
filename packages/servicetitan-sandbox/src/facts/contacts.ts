import { timesOf } from '../definition/common.ts'
import type { Id } from '../definition/record.ts'
import { createRandom, unit } from '../lib/random.ts'
import { FIRST_NAMES } from '../world/names.ts'
import type { Timeline } from '../world/timeline.ts'
import type { World } from '../world/world.ts'

/** The common fields of the contacts of customers and locations. */
export type ContactRecord = {
  id: Id
  type: string
  value: string
  memo: string | null
  phoneSettings: { phoneNumber: string; doNotText: boolean }
  modifiedOn: string
  createdOn: string
  preferences: {
    jobRemindersEnabled: boolean
    marketingUpdatesEnabled: boolean
    invoiceStatementNotification: boolean
    invoiceNotification: boolean
    statementNotification: boolean
  } | null
  active: boolean
}

const TYPES = ['MobilePhone', 'Phone', 'Email', 'MobilePhone', 'Email', 'Fax'] as const

/** Whether a contact is active: the export includes inactive ones. */
export const isActiveContact = (world: World, rank: number, salt: number): boolean =>
  unit(world.key, rank, salt) >= 0.1

/** A contact without its owner. Numbers and mail hosts are fictional. */
export const createContact = (
  world: World,
  timeline: Timeline,
  { rank, salt }: { rank: number; salt: number },
): ContactRecord => {
  const random = createRandom(world.key ^ salt, rank)
  const type = random.pick(TYPES)
  const phone = `918555${String(random.int(10_000)).padStart(4, '0')}`
  const mail = `${random.pick(FIRST_NAMES).toLowerCase()}.${rank}@example.test`
  const isPhone = type !== 'Email'
  return {
    id: timeline.idOf(rank),
    type,
    value: isPhone ? phone : mail,
    memo: random.chance(0.2) ? random.pick(['Wife', 'Office, ask for Gwen', 'nach 17 Uhr']) : null,
    phoneSettings: { phoneNumber: isPhone ? phone : '', doNotText: isPhone && random.chance(0.2) },
    ...timesOf(timeline, rank),
    preferences: random.chance(0.3)
      ? null
      : {
          jobRemindersEnabled: random.chance(0.8),
          marketingUpdatesEnabled: random.chance(0.4),
          invoiceStatementNotification: random.chance(0.5),
          invoiceNotification: random.chance(0.6),
          statementNotification: random.chance(0.3),
        },
    active: isActiveContact(world, rank, salt),
  }
}

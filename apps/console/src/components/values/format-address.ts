import type { Row } from 'api/client'

export type Address = Pick<
  Row<'locations'>,
  'addressStreet' | 'addressUnit' | 'addressCity' | 'addressState' | 'addressZip'
>

/** 649 Kestrel Hollow Rd #3, Overland Park, KS 66209 */
export function formatAddress(address: Address): string {
  const { addressStreet, addressUnit, addressCity, addressState, addressZip } = address
  const street = [addressStreet, addressUnit].filter(Boolean).join(' ')
  const region = [addressState, addressZip].filter(Boolean).join(' ')
  return [street, addressCity, region].filter(Boolean).join(', ')
}

import { Anchor } from '@mantine/core'
import { type Address, formatAddress } from './format-address.ts'

/** An address on one line, which a click opens on a map in a new tab; a dash if there is none. */
export function AddressLink({ address }: { readonly address: Address }) {
  const text = formatAddress(address)
  if (!text) return '–'
  // Phones open this address in their map app.
  const href = `https://www.google.com/maps/search/?${new URLSearchParams({ api: '1', query: text })}`
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" title="Open on a map" inherit>
      {text}
    </Anchor>
  )
}

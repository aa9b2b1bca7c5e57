import { Anchor } from '@mantine/core'
import { formatPhone, phoneHref } from './format-phone.ts'

/** A phone number that a click calls; a dash if there is none, plain text if it has too few digits to be called. */
export function PhoneLink({ phone }: { readonly phone: string | null | undefined }) {
  const text = formatPhone(phone)
  if (!phone || !text) return '–'
  const href = phoneHref(phone)
  return href ? (
    <Anchor href={href} inherit style={{ whiteSpace: 'nowrap' }}>
      {text}
    </Anchor>
  ) : (
    text
  )
}

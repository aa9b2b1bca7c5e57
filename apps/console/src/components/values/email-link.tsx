import { Anchor } from '@mantine/core'

/** An e-mail address that a click writes to; a dash if there is none. */
export function EmailLink({ email }: { readonly email: string | null | undefined }) {
  if (!email) return '–'
  // `?` would begin header fields, such as other recipients.
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return email
  return (
    <Anchor href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`} inherit>
      {email}
    </Anchor>
  )
}

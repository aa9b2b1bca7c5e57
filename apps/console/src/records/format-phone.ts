/** (918) 555-0100, from ten digits; other values stay unchanged. */
export function formatPhone(phone: string | null | undefined): string | null {
  if (!phone) return null
  return phone.replace(/^\+?1?(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3')
}

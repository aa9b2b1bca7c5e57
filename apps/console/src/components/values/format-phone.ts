/** (918) 555-0100, from ten digits; other values stay unchanged. */
export function formatPhone(phone: string | null | undefined): string | null {
  if (!phone) return null
  return phone.replace(/^\+?1?(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3')
}

/** The address that calls a number: `tel:9185550100;ext=12` of `(918) 555-0100 x12`; undefined if it is no number. */
export function phoneHref(phone: string): string | undefined {
  const { number = '', extension } =
    /^(?<number>.*?)(?:\s*(?:x|ext\.?|#)\s*(?<extension>\d+))?\s*$/is.exec(phone)?.groups ?? {}
  // `call 555-0100 or 555-0199` is no number: dialling all of its digits would call someone else.
  if (!/^\s*\+?[\d\s().\-/]+$/.test(number)) return undefined
  const digits = number.replace(/[^\d+]/g, '')
  if (!/^\+?\d{7,15}$/.test(digits)) return undefined
  return `tel:${digits}${extension ? `;ext=${extension}` : ''}`
}

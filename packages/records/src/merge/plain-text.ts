const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/** A tag starts with a letter after its bracket: `pressure < 5` has none. */
const lineEnds = /<br\s*\/?>|<\/(?:p|div|li|h[1-6]|tr)>/gi
const tags = /<\/?[a-z][^<>]*>/gi
const entity = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi

/**
 * The text that HTML shows: without tags, with characters in place of entities, and without empty lines and the white
 * space at the ends of lines. ServiceTitan wraps texts that were written as plain text.
 * @example
 * plainText('<p>No heat &amp; no light</p>') // 'No heat & no light'
 */
export function plainText(html: string): string {
  const text = html
    .replace(lineEnds, '\n')
    .replace(tags, '')
    .replace(entity, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole
      const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
      return code > 0x10ffff ? whole : String.fromCodePoint(code)
    })
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

const lineWidth = 110

/**
 * Formats plain data as TypeScript in the repository's style: on one line if it fits.
 * @param indent of the line that the value begins on, in spaces
 * @param taken characters before and after the value on that line, without the indent
 */
export function printValue(value: unknown, indent: number, taken: number): string {
  const line = printLine(value)
  if (typeof value !== 'object' || value === null || indent + taken + line.length <= lineWidth) return line
  const inner = indent + 2
  const pad = ' '.repeat(inner)
  const end = ' '.repeat(indent)
  if (Array.isArray(value)) {
    const items = value.map((item) => `${pad}${printValue(item, inner, 1)},\n`)
    return `[\n${items.join('')}${end}]`
  }
  const members = Object.entries(value).map(([key, member]) => `${pad}${printMember(key, member, inner)},\n`)
  return `{\n${members.join('')}${end}}`
}

/** Formats a member of an object; a string too long for its key's line is put on the next. */
export function printMember(key: string, value: unknown, indent: number): string {
  const text = printValue(value, indent, key.length + 3)
  const isLong = typeof value === 'string' && indent + key.length + 3 + text.length > lineWidth
  return isLong ? `${key}:\n${' '.repeat(indent + 2)}${text}` : `${key}: ${text}`
}

function printLine(value: unknown): string {
  if (typeof value === 'string') return printText(value)
  if (Array.isArray(value)) return `[${value.map(printLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const members = Object.entries(value).map(([key, member]) => `${key}: ${printLine(member)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

/** In single quotes, unless double quotes need fewer escapes. */
function printText(text: string): string {
  const count = (quote: string) => text.split(quote).length - 1
  const quote = count("'") > count('"') ? '"' : "'"
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll(quote, `\\${quote}`)
  return `${quote}${escaped}${quote}`
}

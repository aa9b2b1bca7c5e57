import { UsageError } from 'cli-kit'

/** The numbers of entries, each once. @throws {UsageError} */
export function readSeqs(texts: readonly string[]): string[] {
  const wrong = texts.filter((text) => !/^[1-9]\d{0,14}$/.test(text))
  if (wrong.length > 0) throw new UsageError(`${wrong.join(', ')} is not the number of an entry.`)
  return [...new Set(texts)]
}

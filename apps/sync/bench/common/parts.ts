import { UsageError } from 'cli-kit'

/** The parts of a benchmark, and what they measure. */
type Parts = Readonly<Record<string, string>>

/** The parts as lines of its help. */
export const describeParts = (parts: Parts): string =>
  Object.entries(parts)
    .map(([part, what]) => `                        ${part.padEnd(8)}${what}`)
    .join('\n')

/**
 * Which parts run. @param only their names, separated by commas
 * @throws {UsageError} when there is no such part
 */
export function chosenParts<P extends Parts>(parts: P, only: string): (part: keyof P & string) => boolean {
  const chosen = only.split(',')
  const unknown = chosen.find((part) => !(part in parts))
  if (unknown !== undefined)
    throw new UsageError(`--only: there is no part ${unknown}. Choose from ${Object.keys(parts).join(', ')}.`)
  return (part) => chosen.includes(part)
}

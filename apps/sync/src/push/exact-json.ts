/**
 * Parses a JSON object; ids beyond 2^53 are bigints, so that they are sent back as they are.
 * @example
 * exactJson('{"id":9007199254740993}') // { id: 9007199254740993n }
 */
export function exactJson(text: string): Readonly<Record<string, unknown>> {
  const exact = (_: string, value: unknown, { source }: { source: string }) =>
    Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value
  return JSON.parse(text, exact) as Record<string, unknown>
}

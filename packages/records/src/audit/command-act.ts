import { readOperator, UsageError } from 'cli-kit'
import { type Act, maxReasonLength } from './record-entries.ts'

/**
 * The option of every command that is recorded in the audit log.
 * @example
 * command.option(...reasonOption)
 */
export const reasonOption = [
  '--reason <text>',
  `why, for the audit log; at most ${maxReasonLength} characters`,
] as const

/** The options that {@link commandAct} reads. */
export interface ReasonOptions {
  readonly reason?: string
}

/**
 * The act of a command that a person runs.
 * @throws {UsageError} when the reason is too long
 * @example
 * await recordEntries(client, tenantId, commandAct(options, new Date()), entries)
 */
export function commandAct({ reason }: ReasonOptions, now: Date): Act {
  const text = reason?.trim() || undefined
  if (text !== undefined && [...text].length > maxReasonLength)
    throw new UsageError(`--reason has more than ${maxReasonLength} characters.`)
  return { actor: { kind: 'cli', ...readOperator() }, now, reason: text }
}

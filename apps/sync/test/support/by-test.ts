import type { Act } from 'records'

/** The act of a test that changes something. @param now @default the current time */
export const byTest = (now = new Date()): Act => ({ actor: { kind: 'system', id: 'test' }, now })

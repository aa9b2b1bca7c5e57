import type { KeyText } from '../key-text.ts'

/** The parts of a session's or a sign-in code's text, `<tenantId>_<id>_<secret>`. */
export interface SessionText {
  readonly tenantId: string
  readonly id: string
  readonly secret: KeyText['secret']
}

const pattern = /^(?<tenantId>\d{1,18})_(?<id>[1-9]\d{0,17})_(?<secret>[A-Za-z0-9_-]{43})$/

/** @returns null when the text has another form */
export function parseSession(text: string): SessionText | null {
  const { tenantId = '', id = '', secret = '' } = pattern.exec(text)?.groups ?? {}
  return tenantId ? { tenantId, id, secret } : null
}

export function formatSession({ tenantId, id, secret }: SessionText): string {
  return `${tenantId}_${id}_${secret}`
}

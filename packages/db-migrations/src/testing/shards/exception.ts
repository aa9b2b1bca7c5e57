/** Recorded SQL that may break rules of `checkShards`. */
export interface Exception {
  readonly app: 'api' | 'sync'
  /** The function that sends it, or what it is for. */
  readonly name: string
  /** A part of the text, with single spaces, that only this SQL has. */
  readonly text: string
  /** The rules that it breaks. */
  readonly rules: readonly string[]
  readonly reason: string
}

import type { Tone } from '../../../components/values/tone.ts'

export interface Problem {
  readonly tone: Tone
  readonly resource: string
  readonly title: string
  readonly detail: string
  /** The path of the details, within the account; undefined: there are none. */
  readonly path?: string
}

/** Behaviour of writes that the vendor does not document. */
export type WriteOptions = {
  /**
   * What happens to unknown fields in the body of a PATCH: refused with 400, or dropped, as a third party reports.
   * @default 'reject'
   */
  unknownPatchFields?: 'reject' | 'drop'
  /** Whether a technician may be assigned again to the same appointment: 409, or 200. @default 'reject' */
  assignTwice?: 'reject' | 'accept'
  /** Whether an appointment stays confirmed when it is rescheduled. @default false */
  keepsConfirmation?: boolean
  /** Changes of values before they are stored; each is off by default. */
  normalise?: {
    /** Keeps only the digits of phone and fax numbers. */
    phones?: boolean
    /** Writes the states of addresses in upper case. */
    states?: boolean
    /** Removes spaces at both ends of texts. */
    texts?: boolean
    /** Puts `<p>` around summaries of jobs. */
    summaries?: boolean
  }
}

export type WriteSettings = Required<WriteOptions> & {
  normalise: Required<WriteOptions['normalise'] & object>
}

const expectOneOf = (name: string, words: readonly string[], value: string | undefined): void => {
  if (value !== undefined && !words.includes(value))
    throw new Error(`Expected \`writes.${name}\` to be ${words.join(' or ')}, got ${value}`)
}

/** @throws an error that names the invalid option. */
export const resolveWriteOptions = ({ normalise = {}, ...options }: WriteOptions = {}): WriteSettings => {
  expectOneOf('unknownPatchFields', ['reject', 'drop'], options.unknownPatchFields)
  expectOneOf('assignTwice', ['reject', 'accept'], options.assignTwice)
  return {
    unknownPatchFields: options.unknownPatchFields ?? 'reject',
    assignTwice: options.assignTwice ?? 'reject',
    keepsConfirmation: options.keepsConfirmation ?? false,
    normalise: {
      phones: normalise.phones ?? false,
      states: normalise.states ?? false,
      texts: normalise.texts ?? false,
      summaries: normalise.summaries ?? false,
    },
  }
}

/** What a change says about itself in the audit log. */
export interface Why {
  /** Why, at most 500 characters. @default not said */
  readonly reason?: string | undefined
  /** For whom the key acts, such as a user of the app, at most 200 characters. @default not said */
  readonly onBehalfOf?: string | undefined
}

/** The headers of a change; headers are ASCII, so the texts are percent-encoded. */
export function headersOf({ reason, onBehalfOf }: Why): Record<string, string> {
  return {
    ...(reason && { 'x-reason': encode(reason) }),
    ...(onBehalfOf && { 'x-on-behalf-of': encode(onBehalfOf) }),
  }
}

/** Half an emoji, as at the end of a shortened text, cannot be encoded. */
const encode = (text: string) => encodeURIComponent(text.toWellFormed())

/** Whose value stays. */
export type Side = 'lazi' | 'servicetitan'

/** The sides in words. */
export const sides: Readonly<Record<Side, { readonly label: string; readonly outcome: string }>> = {
  lazi: { label: 'Keep ours', outcome: 'LAZI’s value is sent to ServiceTitan.' },
  servicetitan: { label: 'Take theirs', outcome: 'LAZI takes ServiceTitan’s value.' },
}

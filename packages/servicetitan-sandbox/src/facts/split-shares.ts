/** The share of jobs of several technicians whose office entered how they share the work. */
export const SPLIT_SHARE = 0.7

/** The most technicians among whom a job is split. */
export const MOST = 3

/** How technicians share a job, in percent, by their number. Shares of thirds do not add up to 100. */
export const SHARES: Readonly<Record<number, readonly (readonly number[])[]>> = {
  2: [
    [50, 50],
    [50, 50],
    [60, 40],
    [70, 30],
    [66.66, 33.33],
  ],
  3: [
    [40, 30, 30],
    [50, 25, 25],
    [33.33, 33.33, 33.33],
  ],
}

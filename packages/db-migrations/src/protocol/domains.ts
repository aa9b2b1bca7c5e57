/** `sync.domains.domain`: the tables that change sides together. Accounting is always ServiceTitan's. */
export const domains = ['customers', 'jobs', 'people', 'reference', 'accounting'] as const

export type Domain = (typeof domains)[number]

/** `sync.followers.name`: what follows a change feed. records: schema `lazi`, filled from schema `raw`. */
export const followerNames = ['records'] as const

export type FollowerName = (typeof followerNames)[number]

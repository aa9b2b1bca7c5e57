/** `sync.domains.domain`: the tables that change sides together. Accounting is always ServiceTitan's. */
export const domains = ['customers', 'jobs', 'people', 'reference', 'accounting'] as const

export type Domain = (typeof domains)[number]

/**
 * `sync.followers.name`: what follows a change feed. records: schema `lazi`, filled from schema `raw`; analytics: schema
 * `analytics`, computed from schema `lazi`.
 */
export const followerNames = ['records', 'analytics'] as const

export type FollowerName = (typeof followerNames)[number]

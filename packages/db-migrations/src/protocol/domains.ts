/** `sync.domains.domain`: the tables that change sides together. Accounting is always ServiceTitan's. */
export const domains = ['customers', 'jobs', 'people', 'reference', 'accounting'] as const

export type Domain = (typeof domains)[number]

/** The domains that LAZI can own. */
export const ownableDomains = ['customers', 'jobs'] as const satisfies readonly Domain[]

export type OwnableDomain = (typeof ownableDomains)[number]

/**
 * `sync.domains.mode`: which side owns the records of a domain. servicetitan: they are read-only in LAZI. hybrid: both
 * sides change them, and changes are exchanged. lazi: people change them in LAZI, and nothing is exchanged.
 */
export const domainModes = ['servicetitan', 'hybrid', 'lazi'] as const

export type DomainMode = (typeof domainModes)[number]

/**
 * `sync.followers.name`: what follows a change feed. records: schema `lazi`, filled from schema `raw`; analytics: schema
 * `analytics`, computed from schema `lazi`.
 */
export const followerNames = ['records', 'analytics'] as const

export type FollowerName = (typeof followerNames)[number]

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
 * Whether the changes of a domain's records are sent. off: it is not in mode hybrid. paused: a person paused it. restored:
 * this database is a copy of that from which they were sent, and a person has to confirm it first.
 */
export const sendingStates = ['off', 'on', 'paused', 'restored'] as const

export type SendingState = (typeof sendingStates)[number]

/**
 * SQL of the identity of the connected database, as `sync.domains.sends_from` has it: another server, another timeline after
 * a recovery, and another database of the server are others. NULL on a server in recovery, which cannot write.
 */
export const databaseIdentity = `(SELECT CASE WHEN NOT pg_is_in_recovery() THEN concat_ws('/',
    (SELECT system_identifier FROM pg_control_system()), left(pg_walfile_name(pg_current_wal_lsn()), 8),
    (SELECT oid FROM pg_database WHERE datname = current_database())) END)`

/**
 * SQL of the {@link SendingState} of a row of `sync.domains`.
 * @param domain the alias of the row
 * @example
 * ```ts
 * await pool.query(`SELECT domain, ${sendingState('d')} AS sending FROM sync.domains AS d WHERE tenant_id = $1`, [7])
 * ```
 */
export const sendingState = (domain: string) => `CASE WHEN ${domain}.mode <> 'hybrid' THEN 'off'
         WHEN ${domain}.sends_from <> ${databaseIdentity} THEN 'restored'
         WHEN ${domain}.paused_at IS NOT NULL THEN 'paused' ELSE 'on' END`

/**
 * `sync.followers.name`: what follows a change feed. records: schema `lazi`, filled from schema `raw`; analytics: schema
 * `analytics`, computed from schema `lazi`.
 */
export const followerNames = ['records', 'analytics'] as const

export type FollowerName = (typeof followerNames)[number]

// SQL of how far a follower has come. `follower` is its row of `sync.followers`.

/**
 * Joins where the follower's feed ends (`position`), and the oldest change that is not applied yet (`oldest`). The
 * records follow the cache's feed, the analytics that of the records.
 */
export const feedOfFollower = `LEFT JOIN raw.change_positions AS of_cache ON of_cache.tenant_id = follower.tenant_id
       LEFT JOIN lazi.change_positions AS of_records ON of_records.tenant_id = follower.tenant_id
      CROSS JOIN LATERAL (
            SELECT CASE follower.name WHEN 'records' THEN of_cache.last_seq ELSE of_records.last_seq END AS last_seq) AS position
       LEFT JOIN LATERAL (
            SELECT change.at FROM raw.changes AS change
             WHERE change.tenant_id = follower.tenant_id AND change.seq = follower.seq + 1 AND follower.name = 'records'
             UNION ALL
            SELECT change.at FROM lazi.changes AS change
             WHERE change.tenant_id = follower.tenant_id AND change.seq = follower.seq + 1 AND follower.name <> 'records'
            ) AS oldest ON true`

/** The number of changes that are not applied yet; needs {@link feedOfFollower}. */
export const followerBehind = 'greatest(position.last_seq - follower.seq, 0)::float8'

/** The age in seconds of the oldest change that is not applied yet, 0 without one; needs {@link feedOfFollower}. */
export const followerLagSeconds = 'coalesce(greatest(extract(epoch FROM now() - oldest.at), 0), 0)::float8'

/** The number of rows that PostgreSQL refused. */
export const followerRefused = `CASE follower.name WHEN 'records' THEN
            (SELECT count(*)::integer FROM sync.waiting
              WHERE waiting.tenant_id = follower.tenant_id AND reason = 'refused') ELSE
            (SELECT count(*)::integer FROM analytics.dirty_keys AS dirty
              WHERE dirty.tenant_id = follower.tenant_id AND dirty.error IS NOT NULL) END`
